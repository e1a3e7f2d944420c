import type { KubernetesObject } from '../istio/objects';
import type { FieldPath, Source } from './manifest';
import type { Reading, ReadProblem } from './reading';

type SourceAt = (prefix: FieldPath) => Source;

/**
 * Adds the object in one document to a reading, or its items when it is a `List`. Empty documents are passed over.
 * The result keeps the promises of `KubernetesObject`: what `metadata` may not be is told and left out.
 */
export function toManifests(value: unknown, sourceAt: SourceAt, reading: Reading, prefix: FieldPath = []): void {
  if (value === null || value === undefined) return;
  const report = (problem: Omit<ReadProblem, 'file'>, path: FieldPath = []) => {
    const source = sourceAt(prefix);
    const position = source.position(path);
    reading.problems.push({ ...problem, file: source.file ?? '', position, line: position && source.line(position.line) });
  };
  if (!isMapping(value)) {
    report({ name: 'not-an-object', message: `a Kubernetes object is a mapping, got ${describe(value)}` });
    return;
  }
  if (isList(value)) {
    for (const [index, item] of value.items.entries()) toManifests(item, sourceAt, reading, [...prefix, 'items', index]);
    return;
  }
  const missing = ['apiVersion', 'kind'].find((field) => typeof value[field] !== 'string' || value[field] === '');
  if (missing) {
    report(
      { name: 'not-an-object', message: `an object needs \`${missing}\`, got ${describe(value[missing])}`, why: 'kubectl rejects it' },
      [missing],
    );
    return;
  }
  const object = withMetadata(isReadByIstioctl(value) ? named(value) : value, report);
  if (object) reading.manifests.push({ object, source: sourceAt(prefix) });
}

/** `kind: List`, `GatewayList` …: whatever holds `items`, as kubectl decides it. */
function isList(value: Record<string, unknown>): value is Record<string, unknown> & { items: unknown[] } {
  return Array.isArray(value.items) && typeof value.kind === 'string' && value.kind.endsWith('List');
}

/** What `istioctl install -f` reads is not applied, and needs no name. */
function isReadByIstioctl({ apiVersion }: Record<string, unknown>): boolean {
  return typeof apiVersion === 'string' && apiVersion.startsWith('install.istio.io/');
}

function named(value: Record<string, unknown>): Record<string, unknown> {
  const metadata = isMapping(value.metadata) ? value.metadata : {};
  return { ...value, metadata: { name: 'installed-state', ...metadata } };
}

type Report = (problem: Omit<ReadProblem, 'file'>, path: FieldPath) => void;

function withMetadata(value: Record<string, unknown>, report: Report): KubernetesObject | undefined {
  const metadata = value.metadata;
  if (!isMapping(metadata)) {
    report({ name: 'no-metadata', message: `an object needs \`metadata\` with a \`name\`, got ${describe(metadata)}` }, ['metadata']);
    return undefined;
  }
  if (typeof metadata.name !== 'string' && typeof metadata.generateName !== 'string') {
    const fix = metadata.name === undefined ? undefined : `name: "${String(metadata.name)}"`;
    report({ name: 'no-name', message: `\`metadata.name\` is a string, got ${describe(metadata.name)}`, fix }, ['metadata', 'name']);
    return undefined;
  }
  return { ...value, metadata: cleanMetadata(metadata, report) } as KubernetesObject;
}

/** Drops what has the wrong type, so that whoever reads a manifest can rely on the types. */
function cleanMetadata(metadata: Record<string, unknown>, report: Report): Record<string, unknown> {
  const clean: Record<string, unknown> = { ...metadata, name: metadata.name ?? metadata.generateName };
  for (const field of ['namespace', 'creationTimestamp']) {
    if (clean[field] === null) delete clean[field];
    if (clean[field] === undefined || typeof clean[field] === 'string') continue;
    report(wrongType(`metadata.${field}`, 'a string', clean[field]), ['metadata', field]);
    delete clean[field];
  }
  for (const field of ['labels', 'annotations']) cleanStrings(clean, field, report);
  return clean;
}

function cleanStrings(metadata: Record<string, unknown>, field: string, report: Report): void {
  const values = metadata[field];
  if (values === null) delete metadata[field];
  if (values === null || values === undefined) return;
  if (!isMapping(values)) {
    report(wrongType(`metadata.${field}`, 'a mapping of strings', values), ['metadata', field]);
    delete metadata[field];
    return;
  }
  const entries = Object.entries(values);
  const strings = entries.filter(([, value]) => typeof value === 'string');
  if (strings.length === entries.length) return;
  metadata[field] = Object.fromEntries(strings);
  for (const [key, value] of entries) {
    if (typeof value !== 'string') report(wrongType(`metadata.${field}.${key}`, 'a string', value), ['metadata', field, key]);
  }
}

function wrongType(field: string, expected: string, value: unknown): Omit<ReadProblem, 'file'> {
  const scalar = typeof value === 'number' || typeof value === 'boolean';
  return {
    name: 'wrong-type',
    message: `\`${field}\` is ${expected}, got ${describe(value)}`,
    why: scalar ? 'YAML reads it without quotes as a number or a boolean, and the API server rejects it' : 'the API server rejects it',
    fix: scalar ? `"${String(value)}"` : undefined,
  };
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'a mapping' : `\`${String(value).slice(0, 80)}\``;
}
