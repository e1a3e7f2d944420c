import { quote } from '../../values/describe';
import { qualifiedNameProblem } from '../../values/names';
import { quantityOf } from '../../values/quantity';
import type { Field } from '../../violation';
import { complain } from '../metadata';
import { checkOneOfAlways, checkText, type Maybe } from './field-checks';
import { isGiven, type Quantity } from './quantities';

/** A field of the pod itself. Source: Kubernetes `ObjectFieldSelector`. */
export interface FieldReference {
  readonly apiVersion?: Maybe<string>;
  readonly fieldPath?: Maybe<string>;
}

/** A request or limit of a container. Source: Kubernetes `ResourceFieldSelector`. */
export interface ResourceReference {
  readonly containerName?: Maybe<string>;
  readonly resource?: Maybe<string>;
  readonly divisor?: Maybe<Quantity>;
}

const common = ['metadata.name', 'metadata.namespace', 'metadata.uid'];

/** Fields that a variable may show. */
export const variableFields = [
  ...common,
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

/** Fields that a file may show. */
export const fileFields = [...common, 'metadata.labels', 'metadata.annotations'];

/** Source: `validateObjectFieldSelector`. */
export function checkFieldReference({ apiVersion, fieldPath }: FieldReference, fields: readonly string[], at: Field): void {
  if (apiVersion && apiVersion !== 'v1') at.at('apiVersion').error(`${quote(apiVersion)} is not \`v1\``);
  const [, path, key = ''] = /^(.+?)\['(.*)'\]$/s.exec(fieldPath ?? '') ?? [];
  if (path === undefined) {
    // An old name of the field.
    if (fieldPath !== 'spec.host' || !fields.includes('spec.nodeName')) checkOneOfAlways(fieldPath, fields, at.at('fieldPath'));
  } else if (path === 'metadata.labels') complain(key, qualifiedNameProblem, at.at('fieldPath'));
  else if (path === 'metadata.annotations') complain(key.toLowerCase(), qualifiedNameProblem, at.at('fieldPath'));
  else at.at('fieldPath').error(`${quote(path)} has no keys`, { why: 'only `metadata.labels` and `metadata.annotations` have' });
}

const resources = ['limits', 'requests'].flatMap((side) => ['cpu', 'memory', 'ephemeral-storage'].map((name) => `${side}.${name}`));

/** Source: `validateContainerResourceFieldSelector`. */
export function checkResourceReference({ resource, divisor }: ResourceReference, at: Field): void {
  const isHugePages = /^(?:limits|requests)\.hugepages-/.test(resource ?? '');
  if (!isHugePages) checkOneOfAlways(resource, resources, at.at('resource'));
  if (!isGiven(divisor) || quantityOf(divisor) === 0) return;
  const isCpu = resource?.endsWith('.cpu') ?? false;
  const isKnown = isHugePages || resources.includes(resource ?? '');
  if (isKnown && !(isCpu ? cpuDivisors : sizeDivisors).includes(quantityOf(divisor)))
    at.at('divisor').error(`\`${divisor}\` is not a divisor of ${quote(resource ?? '')}`, {
      fix: isCpu ? 'use `1` or `1m`' : 'use `1`, or one of a unit, such as `1Mi`',
    });
}

const cpuDivisors = [1, 0.001];
const sizeDivisors = ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((unit) => quantityOf(`1${unit}`));

/** A file that shows one of them. */
export interface DownwardFile {
  readonly path?: Maybe<string>;
  readonly mode?: Maybe<number>;
  readonly fieldRef?: Maybe<FieldReference>;
  readonly resourceFieldRef?: Maybe<ResourceReference>;
}

/** Source: `validateDownwardAPIVolumeFile`. Its path and mode are looked at with those of other files. */
export function checkDownwardFile({ fieldRef, resourceFieldRef }: DownwardFile, at: Field): void {
  if (fieldRef && resourceFieldRef) at.error('a file shows `fieldRef` or `resourceFieldRef`, not both');
  if (!fieldRef && !resourceFieldRef) at.error('the file shows neither `fieldRef` nor `resourceFieldRef`');
  if (fieldRef) checkFieldReference(fieldRef, fileFields, at.at('fieldRef'));
  else if (resourceFieldRef) {
    checkText(resourceFieldRef.containerName, at.at('resourceFieldRef', 'containerName'));
    checkResourceReference(resourceFieldRef, at.at('resourceFieldRef'));
  }
}
