import { isMapping } from '../../manifest/mapping';
import { quote } from '../values/describe';
import { dnsLabelProblem, dnsSubdomainProblem, labelValueProblem, type NameProblem, qualifiedNameProblem } from '../values/names';
import type { Field } from '../violation';

/** Bytes that all annotations of an object may have together. */
const mostAnnotationBytes = 256 * 1024;

/**
 * What the API server asks of any object's name, namespace, labels, annotations, finalizers and owners.
 * A namespace left out is filled in by whoever applies. Source: `apimachinery/pkg/api/validation/objectmeta.go`.
 *
 * @param nameProblem - the kind's own rule for names
 */
export function checkMetadata(metadata: Readonly<Record<string, unknown>>, at: Field, nameProblem: (name: string) => NameProblem): void {
  checkName(metadata, at, nameProblem);
  if (typeof metadata.namespace === 'string' && metadata.namespace !== '')
    complain(metadata.namespace, dnsLabelProblem, at.at('namespace'));
  checkLabels(metadata.labels, at.at('labels'));
  checkAnnotations(metadata.annotations, at.at('annotations'));
  if (Array.isArray(metadata.finalizers)) {
    for (const [index, name] of metadata.finalizers.entries()) {
      if (typeof name === 'string') complain(name, qualifiedNameProblem, at.at('finalizers', index));
    }
  }
  checkOwners(metadata.ownerReferences, at.at('ownerReferences'));
}

function checkName({ name, generateName }: Readonly<Record<string, unknown>>, at: Field, nameProblem: (name: string) => NameProblem): void {
  if (typeof generateName === 'string' && generateName !== '')
    complain(generateName, (prefix) => nameProblem(withoutTrailingDash(prefix)), at.at('generateName'));
  if (typeof name === 'string' && name !== '') complain(name, nameProblem, at.at('name'));
  else if (typeof generateName !== 'string' || generateName === '') at.at('name').error('the object has neither a name nor a generateName');
}

/** A name to come is judged as if one more character followed. */
function withoutTrailingDash(prefix: string): string {
  return prefix.length > 1 && prefix.endsWith('-') ? `${prefix.slice(0, -2)}a` : prefix;
}

/** Labels wherever they stand: an object's own, or those of a template. */
export function checkLabels(labels: unknown, at: Field): void {
  if (!isMapping(labels)) return;
  for (const [key, value] of Object.entries(labels)) {
    complain(key, qualifiedNameProblem, at.at(key), 'label key ');
    if (typeof value === 'string') complain(value, labelValueProblem, at.at(key), 'label value ');
  }
}

/** Annotations wherever they stand. */
export function checkAnnotations(annotations: unknown, at: Field): void {
  if (!isMapping(annotations)) return;
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations)) {
    complain(key, (name) => qualifiedNameProblem(name.toLowerCase()), at.at(key), 'annotation key ');
    bytes += Buffer.byteLength(key) + (typeof value === 'string' ? Buffer.byteLength(value) : 0);
  }
  if (bytes > mostAnnotationBytes) at.error(`the annotations have ${bytes} bytes together, at most ${mostAnnotationBytes} are allowed`);
}

function checkOwners(owners: unknown, at: Field): void {
  if (!Array.isArray(owners)) return;
  for (const [index, owner] of owners.entries()) {
    if (!isMapping(owner)) continue;
    for (const field of ['apiVersion', 'kind', 'name', 'uid'])
      if (owner[field] === '') at.at(index, field).error(`\`${field}\` of an owner must not be empty`);
  }
}

/** Says what is wrong with a name, if anything is. */
export function complain(name: string, problemOf: (name: string) => NameProblem, at: Field, what = ''): void {
  const problem = problemOf(name);
  if (problem !== undefined) at.error(`${what}${quote(name)} ${problem}`);
}

/** The rule for names that most kinds have. */
export const usualName = dnsSubdomainProblem;
