import { formatPath } from '../check/finding';
import { headersOf, urlOf } from '../requests/request-text';
import { shortened, visible } from '../visible';
import type { FactChange, RequestChange, Section } from './change';
import { type Diff, sectionsOf } from './diff';
import { findingGroups, namesText } from './finding-lines';
import { countText, headlineOf, sendersText } from './headline';
import type { ObjectChange } from './object-changes';

/** What the parts of a diff are called. */
export const titles: Readonly<Record<Section, string>> = {
  traffic: 'Traffic that moves',
  access: 'Access that changes',
  way: 'What changes on the way',
  capacity: 'Capacity',
  findings: 'Findings',
  objects: 'Objects',
};

/** How many entries of one part are shown. */
const most = 20;
/** Fields of one object: the whole is what a diff of the text shows. */
const mostFields = 6;

/** A diff as people read it. */
export function diffText(diff: Diff): string {
  const parts = sectionsOf(diff).map((section) => [titles[section], ...linesOf(diff, section)].join('\n'));
  const undecided = diff.undecided.length > 0 ? [['Undecided', ...capped(diff.undecided.map((text) => [`  ${text}`]))].join('\n')] : [];
  const text = [headlineOf(diff), ...parts, ...undecided, footerText(diff)].join('\n\n');
  return `${text
    .split('\n')
    .map((line) => shortened(visible(line), 400))
    .join('\n')}\n`;
}

function linesOf({ requests, facts, findings, objects }: Diff, section: Section): string[] {
  if (section === 'findings') {
    return capped(
      findingGroups(findings).map(({ sign, level, code, message, names }) => [
        `  ${sign} ${level} ${code} ${namesText(names)}: ${message}`,
      ]),
    );
  }
  if (section === 'objects') return capped(objects.map(objectLines));
  return capped([
    ...requests.filter((change) => change.section === section).map(requestLines),
    ...facts.filter((change) => change.section === section).map(factLines),
  ]);
}

function requestLines(change: RequestChange): string[] {
  return [
    `  ${change.what}  (${sendersText(change.callers)})`,
    `    - ${change.old}`,
    `    + ${change.new}`,
    `    ask  ${askText(change)}`,
  ];
}

/** One change with both answers, on several lines. */
export function changeLines(change: RequestChange | FactChange): string[] {
  return 'witness' in change ? requestLines(change) : factLines(change);
}

function factLines({ what, old, new: next }: FactChange): string[] {
  return [`  ${what}`, `    - ${old}`, `    + ${next}`];
}

/** The witness of a change as a command to paste: with curl from outside, with `mesh route` for callers inside. */
export function askText({ witness: { from, request } }: RequestChange): string {
  const options = [
    ...(request.method === 'GET' ? [] : [`-X ${request.method}`]),
    ...headersOf(request).map((header) => `-H '${header}'`),
    ...(request.claims ? [`--token claims.json`] : []),
    ...(request.token ? [`-H 'authorization: Bearer ${request.token}'`] : []),
  ];
  const claims = request.claims ? `   # claims.json: ${JSON.stringify(request.claims)}` : '';
  const address = request.sourceIp === undefined ? [] : [`--source-ip ${request.sourceIp}`];
  if (from === undefined && !request.claims && address.length === 0) return ['curl', ...options, `'${urlOf(request)}'`].join(' ');
  return `${['mesh route .', ...(from === undefined ? [] : [`--from ${from}`]), ...address, ...options, `'${urlOf(request)}'`].join(' ')}${claims}`;
}

function objectLines({ kind, name, old, new: next, fields }: ObjectChange): string[] {
  if (!old) return [`  + ${kind} ${name}`];
  if (!next) return [`  - ${kind} ${name}`];
  return [
    `  ~ ${kind} ${name}`,
    ...fields.slice(0, mostFields).map(({ path, old: was, new: is }) => `      ${formatPath(path)}: ${valueText(was)} → ${valueText(is)}`),
    ...(fields.length > mostFields ? [`      … and ${fields.length - mostFields} more fields`] : []),
  ];
}

/** A value of a field in a few words. */
export function valueText(value: unknown): string {
  return value === undefined ? 'none' : shortened(JSON.stringify(value), 120);
}

function capped(entries: readonly (readonly string[])[]): string[] {
  const shown = entries.slice(0, most).flat();
  return entries.length > most ? [...shown, `  … and ${entries.length - most} more (--format json has them all)`] : shown;
}

/** How much was compared, in one line. */
export function footerText({ classes, isPartial, changed, count }: Diff): string {
  const scope = isPartial && classes > 0 ? ', those that the changed objects concern' : '';
  return `${countText(classes, 'class', 'classes')} of requests compared${scope}; ${changed} of ${countText(count, 'object')} differ`;
}
