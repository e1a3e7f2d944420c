import { ConstructError } from '../errors';
import { frameText, userFrame } from './user-frame';

/**
 * An error of a synth as a person reads it: what, the construct, the line of the person's own file, why, the fix. With
 * `DEBUG=meshwright` in the environment the whole stack follows.
 */
export function errorText(error: unknown, debug = process.env.DEBUG === 'meshwright'): string {
  if (!(error instanceof Error)) return `error: ${String(error)}\n`;
  const frame = userFrame(error);
  const lines = [headOf(error), ...(frame ? [frameText(frame)] : []), ...detailsOf(error), ...(debug ? [error.stack ?? ''] : [])];
  return `${lines.join('\n')}\n`;
}

function headOf(error: Error): string {
  if (error instanceof ConstructError) return `error[${error.errorName}]: ${error.fact}`;
  const [duplicate, id, parent] = /^There is already a Construct with name '(.*)' in (.*)/.exec(error.message) ?? [];
  if (duplicate !== undefined) return `error[DuplicateId]: two constructs have the id \`${id}\` in ${parent}`;
  if (/^cannot find a parent chart/.test(error.message)) return 'error[NoChart]: a construct is made outside a chart';
  return `error[${error.name}]: ${error.message}`;
}

function detailsOf(error: Error): string[] {
  if (error instanceof ConstructError) {
    const { construct, at, why, fix } = error.details;
    const place = [construct && `construct ${construct}`, at].filter(Boolean).join(', ');
    return [place && `   = in: ${place}`, why && `   = why: ${why}`, fix && `   = fix: ${fix}`].filter((line): line is string =>
      Boolean(line),
    );
  }
  if (/^There is already a Construct/.test(error.message))
    return ['   = fix: give one of them another id; `metadata: { name }` sets the name of its object'];
  if (/^cannot find a parent chart/.test(error.message))
    return ["   = fix: const chart = new Chart(app, 'shop', { namespace: 'shop' }), and make the construct in it"];
  const [, name] = /^Cannot access '(\w+)' before initialization/.exec(error.message) ?? [];
  return name === undefined
    ? []
    : ['   = why: two files import each other, and one is used before it is complete', '   = fix: move what both need into a third file'];
}
