import { formatPath } from '../check/finding';
import { headersOf, outcomeText, senderText, urlOf } from '../requests/request-text';
import { placeText } from '../route/answer/trace';
import { shortened, visible } from '../visible';
import type { Cover } from './covering';
import { type Influence, isFelt, type Witness } from './influence';
import { targetText } from './target';

/** At most this many witnesses are shown; the rest is counted. */
const most = 5;

/** An influence as people read it, with commands to paste. */
export function influenceText(influence: Influence, { name, paths }: { name: string; paths: readonly string[] }): string {
  const { asked, isPartial, witnesses, redundant, shapes, hides, permissions, findings, notUsed, required } = influence;
  const requests = `${asked}${isPartial ? ' or more' : ''} aimed requests${isPartial ? ` (the first ${asked} were asked)` : ''}`;
  const lines = [
    witnesses.length > 0
      ? `${name} changes the answer to ${witnesses.length} of ${requests}`
      : `${name} changes the answer to none of ${requests}`,
    ...(required === undefined ? [] : [`  required    without it: ${required}`]),
    ...(witnesses.length > 0 ? [`  hosts       ${listed(hostsOf(witnesses))}`, `  callers     ${listed(callersOf(witnesses))}`] : []),
    ...(redundant > 0 ? [`  redundant   it decides ${redundant} more, which are answered the same without it`] : []),
    ...[...shapes].map(([host, callers]) => `  shapes      clusters of ${host}, for ${callers} ${callers === 1 ? 'caller' : 'callers'}`),
    ...hidesText(hides),
    ...permissions
      .slice(0, most)
      .map(
        ({ with: { from, to, port, permission }, without }) =>
          `  permission  ${from} to ${to}:${port}: ${permission}, without it ${without}`,
      ),
    ...(permissions.length > most ? [`  permission  ${permissions.length - most} more: mesh access`] : []),
    ...chosen(witnesses).flatMap((witness) => [
      `  ask         ${commandOf(witness, paths)}`,
      `              ${outcomeText(witness.with)}`,
      `  without it  ${outcomeText(witness.without)}`,
    ]),
    ...notUsed.map((step) => `  not used    ${step.why}${step.place ? `  (${placeText(step.place)})` : ''}`),
    ...findings.map(({ code, path, message }) => `  ${code.padEnd(11)} ${formatPath(path)}: ${message}`),
    ...leftOver(influence, name),
  ];
  return `${lines.map((line) => shortened(visible(line), 600)).join('\n')}\n`;
}

/** What is hidden from as many callers on one line. */
function hidesText(hides: Influence['hides']): string[] {
  const byCallers = new Map<number, string[]>();
  for (const [name, callers] of hides) byCallers.set(callers, [...(byCallers.get(callers) ?? []), name]);
  return [...byCallers].map(
    ([callers, names]) => `  hides       ${listed(names)}, from ${callers} ${callers === 1 ? 'caller' : 'callers'}`,
  );
}

function leftOver(influence: Influence, name: string): string[] {
  const kind = name.split('/')[0] ?? '';
  const { coveredBy, notUsed, findings } = influence;
  const isExplained = notUsed.length + findings.length > 0;
  if (coveredBy && (coveredBy.objects.length > 0 || !isExplained)) return [`  covered     ${coverText(coveredBy, name.includes(':'))}`];
  if (isFelt(influence) || isExplained) return [];
  return [`  undecided   only answers are compared, and a ${kind} may do other things, or there was nothing to ask`];
}

function coverText({ objects, together }: Cover, isField: boolean): string {
  const without = objects.length === 1 ? 'that' : together ? 'all of them' : 'one of them';
  if (objects.length > 0)
    return `by ${listed(objects.map(({ object }) => targetText(object)))}: without ${without}, it would change an answer`;
  if (isField) return 'by the rest of its object, or by what holds without the field: no other object answers for it';
  return 'by no other object: what holds without any answers these requests and callers alike';
}

/** The same for JSON, all witnesses in it. */
export function influenceJson(influence: Influence): object {
  const { asked, isPartial, witnesses, redundant, shapes, hides, permissions, findings, notUsed, required, coveredBy } = influence;
  return {
    asked,
    isPartial,
    changed: witnesses.length,
    redundant,
    hosts: hostsOf(witnesses),
    callers: callersOf(witnesses),
    shapes: Object.fromEntries(shapes),
    hides: Object.fromEntries(hides),
    permissions: permissions.map(({ with: { from, to, port, permission }, without }) => ({ from, to, port, with: permission, without })),
    witnesses: witnesses.map(({ from, request, with: here, without }) => ({
      from: from ? `${from.namespace}/${from.name}` : null,
      request,
      with: here,
      without,
    })),
    notUsed: notUsed.map(({ cause, why }) => ({ cause, why })),
    findings: findings.map(({ code, level, path, message }) => ({ code, level, path: formatPath(path), message })),
    ...(required === undefined ? {} : { required }),
    ...(coveredBy === undefined ? {} : { coveredBy: coveredBy.objects.map(({ object }) => targetText(object)) }),
  };
}

/** One witness of each host and kind of change, so that a reader sees them all. */
function chosen(witnesses: readonly Witness[]): Witness[] {
  const kinds = new Map<string, Witness>();
  for (const witness of witnesses) {
    const kind = `${witness.request.host} ${outcomeText(witness.with)} ${outcomeText(witness.without)}`;
    if (!kinds.has(kind)) kinds.set(kind, witness);
  }
  return [...kinds.values()].slice(0, most);
}

function commandOf({ from, request }: Witness, paths: readonly string[]): string {
  const words = [
    'mesh route',
    ...paths,
    ...(from ? [`--from ${from.namespace}/${from.name}`] : []),
    ...(request.method === 'GET' ? [] : [`-X ${request.method}`]),
    ...headersOf(request).map((header) => `-H '${header}'`),
    ...(request.claims ? ['--token claims.json'] : []),
    `'${urlOf(request)}'`,
  ];
  return `${words.join(' ')}${request.claims ? `   # claims.json: ${JSON.stringify(request.claims)}` : ''}`;
}

function hostsOf(witnesses: readonly Witness[]): string[] {
  return [...new Set(witnesses.map(({ request }) => request.host ?? ''))];
}

function callersOf(witnesses: readonly Witness[]): string[] {
  return [...new Set(witnesses.map(senderText))];
}

function listed(all: readonly string[]): string {
  return all.length > 8 ? `${all.slice(0, 8).join(', ')} and ${all.length - 8} more` : all.join(', ');
}
