import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { structure } from '../imports/kubernetes';

/** A JSON schema, as far as fields go. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
}

/** A field that holds no other field: its path, with `[]` for a list, and a value that it could have. */
export interface Leaf {
  readonly path: string;
  readonly schema: Schema;
}

type Definitions = Readonly<Record<string, Schema>>;

const folder = join(__dirname, '..', 'imports', 'schemas');
const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as T;

/** Every leaf of the `spec` of one of Istio's kinds. */
export function istioLeaves(group: string, kind: string): Leaf[] {
  const kinds = read<Record<string, { schemas: { schema: Schema }[] }>>(group);
  const schema = kinds[kind]?.schemas[0]?.schema.properties?.spec;
  if (schema === undefined) throw new Error(`imports/schemas/${group}.json has no ${kind}`);
  return leaves(schema, {});
}

/** Every leaf of a Kubernetes type, for example `core.v1.PodSpec`. */
export function kubernetesLeaves(definition: string): Leaf[] {
  const { definitions } = read<{ definitions: Definitions }>('kubernetes');
  return leaves({ $ref: definition }, definitions);
}

function leaves(schema: Schema, definitions: Definitions, path: readonly string[] = []): Leaf[] {
  const known = schema.$ref === undefined ? schema : (definitions[schema.$ref] ?? {});
  if (known.properties) return Object.entries(known.properties).flatMap(([field, inner]) => leaves(inner, definitions, [...path, field]));
  if (known.items) {
    const inner = leaves(known.items, definitions, ['[]']);
    return inner.map((leaf) => ({ ...leaf, path: [...path, leaf.path].join('.').replace('.[]', '[]') }));
  }
  return [{ path: path.join('.'), schema: known }];
}

/** An object in which only this leaf has a value. @param type Kubernetes type whose lists are merged by key */
export function withLeaf({ path, schema }: Leaf, type?: string, names: Readonly<Record<string, string>> = {}): Record<string, unknown> {
  return build(path.split('.'), schema, { type, names }) as Record<string, unknown>;
}

interface Building {
  readonly type?: string;
  /** The names of items, by the list's field. */
  readonly names: Readonly<Record<string, string>>;
}

function build([step, ...rest]: readonly string[], schema: Schema, building: Building): unknown {
  if (step === undefined) return sample(schema);
  const field = step.replace(/(\[\])+$/, '');
  const depth = (step.length - field.length) / 2;
  const known = structure[building.type ?? '']?.[field];
  let value = build(rest, schema, { ...building, type: known?.of });
  if (known?.key !== undefined && typeof value === 'object') value = { [known.key]: building.names[field] ?? 'x', ...value };
  for (let index = 0; index < depth; index++) value = [value];
  return { [field]: value };
}

function sample({ type, format, enum: values, additionalProperties, properties }: Schema): unknown {
  const [first] = Object.entries(properties ?? {});
  if (first) return { [first[0]]: sample(first[1]) };
  if (values?.[0] !== undefined) return values.find((value) => value !== '') ?? values[0];
  if (additionalProperties !== undefined || type === 'object')
    return typeof additionalProperties === 'object' ? { x: sample(additionalProperties) } : { x: 'x' };
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return 1;
  if (format === 'quantity' || format === 'int-or-string') return '1';
  return 'x';
}

/** The leaves that an object has, as paths. */
export function pathsOf(value: unknown, path: readonly string[] = []): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsOf(item, [...path.slice(0, -1), `${path.at(-1) ?? ''}[]`]));
  if (typeof value !== 'object' || value === null) return [path.join('.')];
  return [path.join('.'), ...Object.entries(value).flatMap(([field, inner]) => pathsOf(inner, [...path, field]))];
}
