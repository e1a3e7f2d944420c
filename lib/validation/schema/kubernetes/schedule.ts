import { quote } from '../../values/describe';
import { parseDuration } from '../../values/duration';

interface Bounds {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  /** Words for numbers, the first of them for the first number. */
  readonly words?: readonly string[];
}

const fields: readonly Bounds[] = [
  { name: 'minute', first: 0, last: 59 },
  { name: 'hour', first: 0, last: 23 },
  { name: 'day', first: 1, last: 31 },
  { name: 'month', first: 1, last: 12, words: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ') },
  { name: 'weekday', first: 0, last: 6, words: 'sun mon tue wed thu fri sat'.split(' ') },
];

const macros = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
const every = '@every ';

/** What is wrong with the schedule of a CronJob; undefined when nothing is. Source: the Go module `github.com/robfig/cron/v3`. */
export function scheduleProblem(schedule: string): string | undefined {
  if (schedule.includes('TZ')) return 'the time zone belongs into `timeZone`';
  if (schedule.startsWith(every))
    return parseDuration(schedule.slice(every.length)) === undefined ? 'what follows `@every` is not a duration' : undefined;
  if (schedule.startsWith('@')) return macros.includes(schedule) ? undefined : `it is none of ${macros.map(quote).join(', ')}`;
  const given = schedule.split(/\s+/).filter(Boolean);
  if (given.length !== fields.length) return `it has ${given.length} fields, and ${fields.length} are needed`;
  for (const [index, bounds] of fields.entries()) {
    const problem = fieldProblem(given[index] ?? '', bounds);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function fieldProblem(field: string, bounds: Bounds): string | undefined {
  const wrong = field
    .split(',')
    .filter(Boolean)
    .find((range) => !isRange(range, bounds));
  return wrong === undefined ? undefined : `${quote(wrong)} is not a ${bounds.name} from ${bounds.first} to ${bounds.last}`;
}

/** A number, a range of them or `*`, each with or without a step after `/`. */
function isRange(text: string, bounds: Bounds): boolean {
  const [range = '', step, ...more] = text.split('/');
  const [from = '', to, ...others] = range.split('-');
  if (more.length > 0 || (step !== undefined && !(wholeNumber(step) > 0))) return false;
  if (from === '*' || from === '?') return true;
  const start = numberOf(from, bounds);
  const end = to === undefined ? (step === undefined ? start : bounds.last) : numberOf(to, bounds);
  return others.length === 0 && start >= bounds.first && end <= bounds.last && start <= end;
}

function numberOf(text: string, { words, first }: Bounds): number {
  const place = words?.indexOf(text.toLowerCase()) ?? -1;
  return place >= 0 ? place + first : wholeNumber(text);
}

function wholeNumber(text: string): number {
  return /^\+?\d+$/.test(text) ? Number(text) : Number.NaN;
}
