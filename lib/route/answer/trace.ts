import type { Place } from '../../mesh/routing/http-rule';
import { shortened, visible } from '../../visible';
import type { Transport } from '../stages/server';

/** One thing that was tried on the way to an answer. */
export interface TraceStep {
  /** What the step is about. */
  readonly step: 'client' | 'gateway' | 'waypoint' | 'host' | 'rule' | 'destination' | 'connection' | 'policy' | 'not used';
  /** What was tried, for example `path starts with "/user", header mode is "dev"`. */
  readonly what: string;
  /** What became of it. */
  readonly verdict: 'taken' | 'no' | 'not reached';
  /** Why, for example `the request has no header mode`. */
  readonly why: string;
  /** Of what is not used, the one reason. */
  readonly cause?: string;
  /** `namespace/name` of the VirtualService of a rule. */
  readonly virtualService?: string;
  /** Number of a rule, from 1, as it stands in its VirtualService. */
  readonly rule?: number;
  /** Of a connection, how it is made. */
  readonly transport?: Transport;
  /** Where it is written. */
  readonly place?: Place;
}

/** Where a step is written: `file:line:column`, else the construct that made it, else kind and name. */
export function placeText({ manifest, path }: Place): string {
  const { object, source } = manifest;
  const position = source.position(path);
  if (position) return `${position.file}:${position.line}:${position.column}`;
  const field = path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : text ? `${text}.${step}` : step), '');
  return `${source.construct ?? `${object.kind} ${object.metadata.namespace ?? 'default'}/${object.metadata.name}`} ${field}`;
}

const marks = { taken: '▸', no: ' ', 'not reached': ' ' } as const;

/** A trace as a reader sees it: gateways and hosts first, then each VirtualService with its rules, then where it leads. */
export function traceText(all: readonly TraceStep[]): string {
  const steps = all.map(shownStep);
  const rules = steps.filter(({ step }) => step === 'rule');
  const width = Math.min(72, Math.max(0, ...rules.map((step) => label(step).length)));
  let last: string | undefined;
  const lines = steps.map((step) => {
    if (step.step !== 'rule') return `  ${step.step.padEnd(11)} ${step.what}${step.why ? `: ${step.why}` : ''}${at(step)}`;
    const heading = step.virtualService === last ? [] : [`  ${step.virtualService}`];
    last = step.virtualService;
    return [
      ...heading,
      `   ${marks[step.verdict]} ${label(step).padEnd(width)}  ${verdict(step)}${step.verdict === 'not reached' ? '' : at(step)}`,
    ].join('\n');
  });
  return lines.join('\n');
}

/** Longest value shown: a regular expression may have megabytes. */
const longest = 400;

/** What it quotes comes from the manifests and the request: on one line, and not longer than a few. */
function shownStep(step: TraceStep): TraceStep {
  const { what, why, virtualService } = step;
  return {
    ...step,
    what: shortened(visible(what), longest),
    why: shortened(visible(why), longest),
    virtualService: virtualService && visible(virtualService),
  };
}

function label({ rule, what }: TraceStep): string {
  return `${String(rule ?? '').padStart(2)} ${what}`;
}

function verdict({ verdict: word, why }: TraceStep): string {
  if (word === 'not reached') return word;
  const prefix = word === 'taken' ? 'matched' : 'no';
  return why ? `${prefix}: ${why}` : prefix;
}

function at({ place }: TraceStep): string {
  return place ? `  (${visible(placeText(place))})` : '';
}
