import { passedOverText } from './passed-over';
import type { PassedOver, PassedOverKind } from './reading';

const files = (kind: PassedOverKind, ...names: string[]): PassedOver[] => names.map((name) => ({ kind, name }));

test.each<[text: string | undefined, passedOver: readonly PassedOver[]]>([
  [undefined, []],
  ['1 folder (a/b; declared again above; name it, or -R for all)', files('alternative', 'a/b')],
  ['2 folders (a, b; declared again above; name it, or -R for all)', files('alternative', 'a', 'b')],
  ['1 file that no kustomization lists (a; name one to read it)', files('unlisted', 'a')],
  ['2 files that no kustomization lists (a, b; name one to read it)', files('unlisted', 'a', 'b')],
  ['1 template (a; fill in its names first)', files('template', 'a')],
  ['2 templates (a, b; fill in its names first)', files('template', 'a', 'b')],
  ['1 Helm template (c/templates/a; helm template c | mesh check -)', files('Helm template', 'c/templates/a')],
  [
    '1 Helm template (c/d/templates/e/templates/a; helm template c/d | mesh check -)',
    files('Helm template', 'c/d/templates/e/templates/a'),
  ],
  ['1 Helm template (c\\templates\\a; helm template c | mesh check -)', files('Helm template', 'c\\templates\\a')],
  ['1 Helm template (templates/a; helm template . | mesh check -)', files('Helm template', 'templates/a')],
  ['1 Helm template (mytemplates/a; helm template mytemplates | mesh check -)', files('Helm template', 'mytemplates/a')],
  ['1 Helm template (c/mytemplates/a; helm template c/mytemplates | mesh check -)', files('Helm template', 'c/mytemplates/a')],
  ['1 Helm template (c/a; helm template c | mesh check -)', files('Helm template', 'c/a')],
  ['2 Helm templates (a/b, c/templates/d; helm template c | mesh check -)', files('Helm template', 'a/b', 'c/templates/d')],
  ['1 Helm chart file (a)', files('Helm chart file', 'a')],
  ['2 Helm chart files (a, b)', files('Helm chart file', 'a', 'b')],
  ['1 kustomization (a/k; kubectl kustomize a | mesh check -)', files('kustomization', 'a/k')],
  ['2 kustomizations (a/k, b/k; kubectl kustomize a | mesh check -)', files('kustomization', 'a/k', 'b/k')],
  ['1 kustomize patch (a)', files('kustomize patch', 'a')],
  ['3 kustomize patches (a, b, c)', files('kustomize patch', 'a', 'b', 'c')],
  ['1 Compose file (a)', files('Compose file', 'a')],
  ['2 Compose files (a, b)', files('Compose file', 'a', 'b')],
  ['1 CI file (a)', files('CI file', 'a')],
  ['4 CI files (a, b, c and 1 more)', files('CI file', 'a', 'b', 'c', 'd')],
  ['1 file without objects (a)', files('other file', 'a')],
  ['5 files without objects (a, b, c and 2 more)', files('other file', 'a', 'b', 'c', 'd', 'e')],
  ['1 entry that is no regular file (a: a pipe)', [{ kind: 'unread', name: 'a', reason: 'a pipe' }]],
  ['2 entries that are no regular files (a, b)', files('unread', 'a', 'b')],
  ['1 folder (b; declared again above; name it, or -R for all), 1 CI file (a)', [...files('CI file', 'a'), ...files('alternative', 'b')]],
])('what was passed over is said in one line: %s', (text, passedOver) => {
  expect(passedOverText(passedOver)).toBe(text && `passed over ${text}`);
});
