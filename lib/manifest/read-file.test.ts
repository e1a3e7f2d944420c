import { InputError } from './input-tree';
import { readFile, textOf } from './read-file';

const object = 'apiVersion: v1\nkind: X\nmetadata: {name: a}\n';
const kustomization = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n';
const read = (name: string, text: string, isNamed = false) => readFile({ name, read: () => Buffer.from(text) }, isNamed);

/** What is made of a file found in a folder, and of one that the user names: what it is instead, or its objects and problems. */
test.each<[name: string, text: string, found: string, named?: string]>([
  ['x.yaml', object, '1 objects, 0 problems'],
  ['x.yaml', '', '0 objects, 0 problems'],
  ['values.yaml', '', 'Helm chart file'],
  ['values.yaml', 'a: 1', 'Helm chart file'],
  ['values.yaml', 'a: [', 'Helm chart file'],
  ['values.yaml', object, '1 objects, 0 problems'],
  ['values.yaml', `${object}---\na: 1`, '1 objects, 1 problems'],
  ['x.yaml', kustomization, 'kustomization'],
  ['x.yaml', 'a: 1', 'other file', '0 objects, 1 problems'],
  ['x.yaml', 'a: 1\n---\nb: [', '0 objects, 2 problems'],
  ['x.yaml', 'b: [', '0 objects, 1 problems'],
  ['x.yaml', 'a: {{ .x }}\nb: {{ end }}', 'Helm template'],
  ['x.yaml', `${object}---\n{{- if .x }}\nb: 1`, 'Helm template'],
  ['x.yaml', `${object}spec: "{{ .x }}"`, '1 objects, 0 problems'],
  ['x.yaml', 'a: "{{ .x }}"', 'other file', '0 objects, 1 problems'],
  ['values.yaml', 'a: {{ .x }}', 'Helm template'],
  ['x.yaml', object.replace('a}', "'{{ .x }}'}"), 'template'],
])('%s with %j is %s', (name, text, found, named = found) => {
  const said = (isNamed: boolean) => {
    const { foreign, reading } = read(name, text, isNamed);
    if (foreign) expect(reading).toEqual({ manifests: [], problems: [] });
    return foreign ?? `${reading.manifests.length} objects, ${reading.problems.length} problems`;
  };
  expect([said(false), said(true)]).toEqual([found, named]);
});

test('the values of all documents that can be read are kept, whatever the file is', () => {
  expect(read('values.yaml', 'a: 1\n---\nb: [\n---\nc: 2').values).toEqual([{ a: 1 }, { c: 2 }]);
});

test('what cannot be read is a problem; a revision that does not exist is none of the file', () => {
  const failing = (error: Error) => () =>
    readFile(
      {
        name: 'x.yaml',
        read: () => {
          throw error;
        },
      },
      false,
    );
  expect(failing(new Error('it is a folder'))()).toEqual({
    name: 'x.yaml',
    reading: { manifests: [], problems: [{ name: 'unreadable', file: 'x.yaml', message: '`x.yaml` cannot be read: it is a folder' }] },
    values: [],
  });
  expect(failing(new InputError('no such revision'))).toThrow(new InputError('no such revision'));
});

test.each<[what: string, text: string, isBinary: boolean]>([
  ['text', 'a: 1', false],
  ['a byte 0 at its start', '\0', true],
  ['a byte 0 behind 8191 characters', `${'a'.repeat(8191)}\0`, true],
  ['a byte 0 behind 8192 characters', `${'a'.repeat(8192)}\0`, false],
])('is it binary: %s', (_, text, isBinary) => {
  const readText = () => textOf({ name: 'x', read: () => Buffer.from(text) });
  if (isBinary) expect(readText).toThrow(new Error('it is binary, not text'));
  else expect(readText()).toBe(text);
});
