import { dirname } from 'node:path';
import type { PassedOver, PassedOverKind } from './reading';

/** How the line says a kind: for one, for many, and what to do instead. */
const kinds: Readonly<Record<PassedOverKind, { readonly one: string; readonly many: string; advice(name: string): string }>> = {
  alternative: { one: 'folder', many: 'folders', advice: () => 'declared again above; name it, or -R for all' },
  unlisted: { one: 'file that no kustomization lists', many: 'files that no kustomization lists', advice: () => 'name one to read it' },
  template: { one: 'template', many: 'templates', advice: () => 'fill in its names first' },
  'Helm template': { one: 'Helm template', many: 'Helm templates', advice: (name) => `helm template ${chartOf(name)} | mesh check -` },
  'Helm chart file': { one: 'Helm chart file', many: 'Helm chart files', advice: () => '' },
  kustomization: { one: 'kustomization', many: 'kustomizations', advice: (name) => `kubectl kustomize ${dirname(name)} | mesh check -` },
  'kustomize patch': { one: 'kustomize patch', many: 'kustomize patches', advice: () => '' },
  'Compose file': { one: 'Compose file', many: 'Compose files', advice: () => '' },
  'CI file': { one: 'CI file', many: 'CI files', advice: () => '' },
  'other file': { one: 'file without objects', many: 'files without objects', advice: () => '' },
  unread: { one: 'entry that is no regular file', many: 'entries that are no regular files', advice: () => '' },
};

const mostNames = 3;

/** One line that says what was passed over and what to do about it; undefined when nothing was. */
export function passedOverText(passedOver: readonly PassedOver[]): string | undefined {
  if (passedOver.length === 0) return undefined;
  const groups = (Object.keys(kinds) as PassedOverKind[]).map((kind) => ({ kind, found: passedOver.filter((one) => one.kind === kind) }));
  return `passed over ${groups
    .filter(({ found }) => found.length > 0)
    .map(groupText)
    .join(', ')}`;
}

function groupText({ kind, found }: { kind: PassedOverKind; found: readonly PassedOver[] }): string {
  const { one, many, advice } = kinds[kind];
  const names = found.slice(0, mostNames).map(({ name, reason }) => (reason ? `${name}: ${reason}` : name));
  const more = found.length > mostNames ? ` and ${found.length - mostNames} more` : '';
  const example = found.find(({ name }) => inTemplates.test(name)) ?? found[0];
  const what = advice(example?.name ?? '');
  return `${found.length} ${found.length === 1 ? one : many} (${names.join(', ')}${more}${what && `; ${what}`})`;
}

const inTemplates = /^(?:(.*?)[\\/])?templates[\\/]/;

/** The chart that a template belongs to: the folder above `templates`. */
function chartOf(template: string): string {
  const found = inTemplates.exec(template);
  return found ? (found[1] ?? '.') : dirname(template);
}
