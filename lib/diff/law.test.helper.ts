import { isDeepStrictEqual } from 'node:util';
import { covers } from '../istio/hosts';
import { sourceOfObject } from '../manifest/manifest';
import { Mesh } from '../mesh/mesh';
import { Answers } from '../requests/answers';
import { type Token, tokensOf } from '../requests/classes/tokens';
import { comparedAnswer } from '../requests/compared-answer';
import { trafficOf, wayOf } from '../requests/seen';
import type { DecisionJson } from '../route/answer/json';
import type { Request } from '../route/request/request';
import { type Diff, diffOf } from './diff';
import { changesWith, type Sent } from './membership.test.helper';
import { addresses, headerValues, hosts, type MeshPair, paths } from './pairs.test.helper';

const callers = [undefined, 'shop/one-v1', 'shop/two-v2', 'far/four', 'near/five'];

type Random = (most: number) => number;

/** Requests aimed at the borders of what the generated conditions ask. */
function aimed(random: Random, tokens: readonly Token[]): Sent {
  const of = <T>(all: readonly T[]): T => all[random(all.length)] as T;
  const from = of(callers);
  const path = `${of(paths)}${of(['', '', '', 'b', '/', 'x'])}${of(['', '', '?q=x', '?q=xy', '?p=1'])}`;
  const headers = Object.fromEntries(['x-a', 'x-b', 'x-c'].flatMap((name) => (random(3) === 0 ? [[name, of(headerValues)]] : [])));
  const preflight: Record<string, string> =
    random(8) === 0 ? { origin: of(['https://a.example.com', 'https://b']), 'access-control-request-method': 'GET' } : {};
  const token = random(4) === 0 ? of(tokens) : tokens[0];
  const host = from === undefined ? of(hosts) : `${of(['one', 'two', 'three'])}.shop.svc.cluster.local`;
  const address = from === undefined ? { sourceIp: of(addresses) } : {};
  const method = of(['GET', 'GET', 'POST', 'PUT', ...('origin' in preflight ? ['OPTIONS'] : [])]);
  const request: Request = {
    scheme: 'http',
    host,
    port: 80,
    method,
    path,
    headers: { ...headers, ...preflight },
    ...token?.sent,
    ...address,
  };
  return { ...(from === undefined ? {} : { from }), request, token };
}

function randomFrom(seed: number): Random {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

/** Two meshes, asked the same. */
class Pair {
  private readonly answers: readonly Answers[];
  readonly tokens: readonly Token[];
  readonly diff: Diff;

  constructor({ old, next }: MeshPair) {
    const readings = [old, next].map((objects) => ({
      manifests: objects.map((object) => ({ object, source: sourceOfObject() })),
      problems: [],
    }));
    const [one, other] = readings as [(typeof readings)[number], (typeof readings)[number]];
    this.diff = diffOf(one, other, { only: ['traffic', 'access', 'way'] });
    const meshes = readings.map(({ manifests }) => Mesh.load(manifests).mesh);
    this.answers = meshes.map((mesh) => new Answers(mesh));
    this.tokens = tokensOf(meshes);
  }

  answer({ from, request }: Pick<Sent, 'from' | 'request'>): DecisionJson[] {
    const [namespace = '', name = ''] = from?.split('/') ?? [];
    return this.answers.map((each) => {
      const router = from === undefined ? each.outside : each.routerOf({ kind: 'Deployment', namespace, name });
      if (!router) throw new Error(`no caller ${from}`);
      return comparedAnswer(router, request);
    });
  }

  differs(sent: Pick<Sent, 'from' | 'request'>): boolean {
    const [before, after] = this.answer(sent).map((each) => [trafficOf(each), wayOf(each)]);
    return !isDeepStrictEqual(before, after);
  }
}

/** What a diff says wrong of a pair of meshes; undefined if it holds for that many random requests. */
export function wrongOf(meshes: MeshPair, seed: number, requests: number): string | undefined {
  const pair = new Pair(meshes);
  for (const { witness, what } of pair.diff.requests) if (!pair.differs(witness)) return `the witness of ${what} is answered the same`;
  const random = randomFrom(seed);
  for (let index = 0; index < requests; index++) {
    const sent = aimed(random, pair.tokens);
    const found = changesWith(pair.diff.requests, sent);
    const wrong = verdict(found.length, pair.differs(sent));
    if (wrong === undefined) continue;
    // What could not be divided exactly is said, and may hold more or less than is reported.
    if (found.length < 2 && pair.diff.undecided.some((text) => isAbout(text, sent))) continue;
    const answers = pair.answer(sent).map((each) => JSON.stringify(each));
    return [wrong, JSON.stringify(sent), ...found.map(({ what }) => what), ...answers].join('\n');
  }
  return undefined;
}

function verdict(reports: number, differs: boolean): string | undefined {
  if (reports > 1) return `reported ${reports} times`;
  if (differs === reports > 0) return undefined;
  return differs ? 'not reported' : 'reported, and answered the same';
}

function isAbout(text: string, { request }: Sent): boolean {
  const host = /^(\S+): .* could not be divided exactly$/.exec(text)?.[1];
  return host !== undefined && covers(host, request.host ?? '');
}
