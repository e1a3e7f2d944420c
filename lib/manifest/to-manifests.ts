import type { KubernetesObject } from '../istio/objects';
import type { FieldPath } from './manifest';
import { isMapping } from './mapping';
import type { Reading, ReadProblem } from './reading';
import type { TextSource } from './text';

type SourceAt = (prefix: FieldPath) => TextSource;

/**
 * Adds the object in one document to a reading, or its items when it is a `List`. Empty documents are passed over.
 * The result keeps the promises of `KubernetesObject`: what `metadata` may not be is told and left out.
 */
export function toManifests(value: unknown, sourceAt: SourceAt, reading: Reading, prefix: FieldPath = []): void {
  if (value === null) return;
  const report: Report = (problem, path) => {
    const source = sourceAt(prefix);
    const position = source.position(path);
    reading.problems.push({ ...problem, file: source.file, position, line: source.line(position.line) });
  };
  if (!isMapping(value)) {
    report({ name: 'not-an-object', message: `a Kubernetes object is a mapping, got ${describe(value)}` }, []);
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
const isReadByIstioctl = ({ apiVersion }: Record<string, unknown>): boolean => String(apiVersion).startsWith('install.istio.io/');

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
  const name = metadata.name ?? metadata.generateName;
  if (typeof name !== 'string') {
    const fix = isUnquoted(metadata.name) ? `name: "${metadata.name}"` : undefined;
    report({ name: 'no-name', message: `\`metadata.name\` is a string, got ${describe(metadata.name)}`, fix }, ['metadata', 'name']);
    return undefined;
  }
  return { ...value, metadata: cleanMetadata({ ...metadata, name }, report) } as KubernetesObject;
}

/** Drops what has the wrong type, so that whoever reads a manifest can rely on the types. */
function cleanMetadata(metadata: Record<string, unknown>, report: Report): Record<string, unknown> {
  const clean = { ...metadata };
  for (const field of ['namespace', 'creationTimestamp']) {
    if (clean[field] === null) delete clean[field];
    if (clean[field] === undefined || typeof clean[field] === 'string') continue;
    report(notString(`metadata.${field}`, clean[field]), ['metadata', field]);
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
    const message = `\`metadata.${field}\` is a mapping of strings, got ${describe(values)}`;
    report({ name: 'wrong-type', message, why: 'the API server rejects it' }, ['metadata', field]);
    delete metadata[field];
    return;
  }
  const strings = { ...values };
  for (const [key, value] of Object.entries(values)) {
    if (typeof value === 'string') continue;
    report(notString(`metadata.${field}.${key}`, value), ['metadata', field, key]);
    delete strings[key];
  }
  metadata[field] = strings;
}

function notString(field: string, value: unknown): Omit<ReadProblem, 'file'> {
  const problem = { name: 'wrong-type', message: `\`${field}\` is a string, got ${describe(value)}` };
  if (!isUnquoted(value)) return { ...problem, why: 'the API server rejects it' };
  return { ...problem, why: 'YAML reads it without quotes as a number or a boolean, and the API server rejects it', fix: `"${value}"` };
}

/** Would it be a text in quotes? */
const isUnquoted = (value: unknown): value is number | boolean => typeof value === 'number' || typeof value === 'boolean';

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return isMapping(value) ? 'a mapping' : `\`${String(value).slice(0, 80)}\``;
}
