import type { Diagnostic } from '../../diagnostic';
import { groupOf, type KubernetesObject } from '../../istio/objects';
import { isMapping } from '../../manifest/mapping';
import { closest } from '../../text';
import { quote } from '../values/describe';
import { Field } from '../violation';
import { askRules } from './cel';
import type { Check, Dialect, Run } from './check';
import { decoded } from './decoded';
import { withDefaults } from './defaults';
import { furtherFaults, isAtOrBelow, likelyMeant } from './further-faults';
import { checkKubernetes, nameProblemOf } from './kubernetes/kubernetes';
import { checkMetadata } from './metadata';
import { isCustomGroup, isIstioGroup, isIstioKind, type Kind, kindOf, kindsServed, type Schema } from './schemas';
import { compile, unknownField } from './structural';

/**
 * What the API server says about one object on its own: its schema, its CEL rules, its name and labels, and fields that
 * the schema lacks (as `kubectl apply` asks for). Kinds that no schema is known for are not judged.
 */
export function validateSchema(object: KubernetesObject): Diagnostic[] {
  const violations: Diagnostic[] = [];
  const at = Field.root(violations);
  const check = checkOf(object, at);
  if (check === undefined) return violations;
  const run: Run = { rules: [] };
  check(object, at, run);
  const wrong = violations.map(({ path }) => path);
  const further: Diagnostic[] = [];
  for (const pending of run.rules) {
    const path = pending.at.path;
    if (wrong.length === 0) askRules(pending);
    else if (!wrong.some((field) => isAtOrBelow(field, path))) askRules({ ...pending, at: pending.at.reportingTo(further) });
  }
  return [...violations, ...furtherFaults(further, wrong)];
}

/** The check of an object's group, version and kind, or a complaint that nobody serves it. */
function checkOf(object: KubernetesObject, at: Field): Check | undefined {
  if (typeof object.apiVersion !== 'string' || typeof object.kind !== 'string') return undefined;
  const group = groupOf(object);
  const kind = kindOf(group, object.kind);
  if (kind === undefined) {
    unknownKind(object, group, isForIstio(object, group) ? at : at.ofKubernetes());
    return undefined;
  }
  const version = object.apiVersion.slice(group === '' ? 0 : group.length + 1);
  const schemas = kind.schemas.find(({ versions }) => versions.includes(version));
  if (schemas === undefined) unknownVersion(kind, version, isIstioGroup(group) ? at : at.ofKubernetes());
  return schemas && checkOfSchema(kind, schemas.schema);
}

/** The group of files that `istioctl install` reads: they are never applied. */
const readByIstioctl = 'install.istio.io';

/** By its group, or by its kind where the group is forgotten. */
function isForIstio({ kind }: KubernetesObject, group: string): boolean {
  return isIstioGroup(group) || (group === '' && isIstioKind(kind));
}

function unknownKind({ apiVersion, kind }: KubernetesObject, group: string, at: Field): void {
  const known = kindsServed(apiVersion);
  if (group === readByIstioctl || known === undefined || known.includes(kind) || (kind.endsWith('List') && !isIstioGroup(group))) return;
  if (known.length === 0) {
    at.at('apiVersion').error(`no resource of Istio is in ${quote(apiVersion)}`);
    return;
  }
  const near = closest(kind, known);
  at.at('kind').error(`${quote(apiVersion)} has no kind ${quote(kind)}`, near === undefined ? {} : { fix: `did you mean \`${near}\`?` });
}

function unknownVersion({ group, kind, schemas }: Kind, version: string, at: Field): void {
  const served = schemas.flatMap(({ versions }) => versions);
  at.at('apiVersion').error(`${kind} is not served in version ${quote(version)}`, {
    fix: `use \`${group === '' ? '' : `${group}/`}${served[0]}\``,
  });
}

const checks = new Map<Schema, Check>();

function checkOfSchema(kind: Kind, schema: Schema): Check {
  const known = checks.get(schema);
  if (known !== undefined) return known;
  const check = isCustomGroup(kind.group) ? customCheck(schema, isIstioGroup(kind.group)) : nativeCheck(kind, schema);
  checks.set(schema, check);
  return check;
}

/** What all objects have in common, and a schema of a CustomResourceDefinition says nothing of. */
const common: Readonly<Record<string, Schema>> = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: {} };

function customCheck(schema: Schema, isIstio: boolean): Check {
  const properties = { ...common, ...schema.properties };
  const structure = withMetadata(compile({ ...schema, properties, 'x-kubernetes-preserve-unknown-fields': true }, 'custom'));
  return (object, at, run) => {
    structure(withDefaults(object, schema), isIstio ? at : at.ofKubernetes(), run);
    checkTopLevel(object, Object.keys(properties), at);
  };
}

/** Whatever else stands beside the `spec` never reaches Istio. */
function checkTopLevel(object: unknown, known: readonly string[], at: Field): void {
  if (!isMapping(object)) return;
  for (const name of Object.keys(object)) if (!known.includes(name)) unknownField(name, at.ofKubernetes(), known);
}

/** A built-in kind: its rules beyond the schema are only asked when the structure is right. */
function nativeCheck(kind: Kind, schema: Schema): Check {
  const structure = withMetadata(compile(schema, 'native'), kind);
  return (object, at, run) => {
    const place = at.ofKubernetes();
    structure(object, place, run);
    if (!isMapping(object)) return;
    if (place.isRight) checkKubernetes(kind, (run.holdsNothing ? decoded(object, schema) : object) as object, place);
    else for (const fault of faultsBesides({ kind, schema }, object, place)) place.add(fault);
  };
}

interface NativeKind {
  readonly kind: Kind;
  readonly schema: Schema;
}

/** What the rules beyond the schema say about the rest of an object in which some fields have the wrong type. */
function faultsBesides({ kind, schema }: NativeKind, object: object, at: Field): Diagnostic[] {
  const { wrong } = at;
  const meant = likelyMeant(object, wrong);
  if (meant === undefined) return [];
  const found: Diagnostic[] = [];
  checkKubernetes(kind, decoded(meant, schema) as object, at.reportingTo(found));
  return furtherFaults(
    found,
    wrong.map(({ path }) => path),
  );
}

function withMetadata(structure: Check, kind?: Kind): Check {
  const metadataCheck = compile({ $ref: 'meta.v1.ObjectMeta' }, 'native' satisfies Dialect);
  return (object, at, run) => {
    const metadata = isMapping(object) ? object.metadata : undefined;
    const place = at.at('metadata');
    if (kind === undefined) metadataCheck(metadata ?? {}, place, run);
    structure(object, at, run);
    if (isMapping(metadata ?? {})) checkMetadata(isMapping(metadata) ? metadata : {}, place, nameProblemOf(kind));
  };
}
