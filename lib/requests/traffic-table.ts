import { covers } from '../istio/hosts';
import type { Mesh } from '../mesh/mesh';
import { type DecisionJson, decisionJson } from '../route/answer/json';
import type { Request } from '../route/request/request';
import { Answers } from './answers';
import type { Caller } from './callers';
import { type Partition, partition } from './classes/partition';
import { joined, type Region } from './classes/region';
import { regionText } from './classes/region-text';
import { tokensOf } from './classes/tokens';
import { outcomeOf } from './outcome';
import { type Question, questions } from './questions';
import { wayOf } from './seen';
import { wayFactText } from './way-text';

/** Which requests a table holds. */
export interface TrafficOptions {
  /** Hosts, such as `*.example.com`, whose requests are listed. @default - all */
  readonly hosts?: readonly string[];
}

/**
 * Every class of requests and its answer, one a line, under whoever sends them, in an order that the order of objects
 * does not change.
 */
export function trafficTable(mesh: Mesh, { hosts = ['*'] }: TrafficOptions = {}): string {
  const table = new Table(mesh);
  const written = new Set(mesh.manifests);
  const assumed = new Set(mesh.services.all.filter(({ manifest }) => !written.has(manifest)).map(({ host }) => host));
  const includesHost = (pattern: string) => !assumed.has(pattern) && hosts.some((host) => covers(host.toLowerCase(), pattern));
  for (const question of questions([mesh], { includesOutside: false, includesHost, includesCaller: () => false })) table.ask(question);
  return table.text();
}

/** Requests of one entry that are answered alike. */
interface Row {
  /** In a few words. */
  readonly answer: string;
  readonly regions: Region[];
}

/** A line: the requests, and what they are answered. */
type Line = readonly [requests: string, answer: string];

class Table {
  /** For each line who sends such requests: whoever has the same lines is listed once. */
  private readonly linesOf = new Map<string, { readonly caller: Caller; readonly lines: Line[] }>();
  private readonly undecided = new Set<string>();
  private readonly answers: Answers;
  private readonly tokens: ReturnType<typeof tokensOf>;

  constructor(private readonly mesh: Mesh) {
    this.answers = new Answers(mesh);
    this.tokens = tokensOf([mesh]);
  }

  ask({ entry, caller, otherHosts }: Question): void {
    const router = caller.routerIn(this.answers);
    if (!router) return;
    const divided = partition(entry, [{ mesh: this.mesh, router }], { tokens: this.tokens, otherHosts });
    const rows = new Map<string, Row>();
    for (const { region, requests } of divided.classes) {
      const [request] = requests;
      if (!request) continue;
      const answer = decisionJson(router.route(request), request);
      for (const text of answer.undecided ?? []) this.undecided.add(text);
      put(rows, region, { answer, request });
    }
    for (const text of divided.inexact) this.undecided.add(`${entry.pattern}: ${text} could not be divided exactly`);
    const known = this.linesOf.get(caller.text) ?? { caller, lines: [] };
    this.linesOf.set(caller.text, known);
    known.lines.push(...[...rows.values()].flatMap((row) => linesOf(divided, row)));
  }

  text(): string {
    const groups = new Map<string, string[]>();
    for (const { caller, lines } of this.linesOf.values()) {
      const key = aligned(lines);
      groups.set(key, [...(groups.get(key) ?? []), ...caller.alike]);
    }
    const parts = [...groups].map(([lines, callers]) => `${[...new Set(callers)].sort().join(', ')}\n${lines}`);
    const rest =
      this.undecided.size > 0
        ? [
            `undecided\n${[...this.undecided]
              .sort()
              .map((text) => `  ${text}`)
              .join('\n')}`,
          ]
        : [];
    return [...parts, ...rest].join('\n\n');
  }
}

interface Answered {
  readonly answer: DecisionJson;
  readonly request: Request;
}

function put(rows: Map<string, Row>, region: Region, { answer, request }: Answered): void {
  const rewritten = answer.path === null || answer.path === request.path ? '' : `, path ${request.path} → ${answer.path}`;
  const way = wayText(answer);
  const key = JSON.stringify([outcomeOf(answer), way, rewritten && [answer.virtualService, answer.route]]);
  const known = rows.get(key);
  if (known) known.regions.push(region);
  else rows.set(key, { answer: `${outcomeOf(answer)}${rewritten}${way}`, regions: [region] });
}

function wayText(answer: DecisionJson): string {
  return Object.entries(wayOf(answer))
    .map(([name, value]) => `, ${wayFactText(name, value)}`)
    .join('');
}

function linesOf({ entry, space }: Partition, { answer, regions }: Row): Line[] {
  return [...new Set(joined(space, regions).map((region) => regionText(entry, space, region)))].map((requests) => [requests, answer]);
}

function aligned(lines: readonly Line[]): string {
  const width = Math.max(...lines.map(([requests]) => requests.length));
  const all = lines.map(([requests, answer]) => `  ${requests.padEnd(Math.min(width, 90))}  ${answer}`);
  return [...new Set(all)].sort().join('\n');
}
