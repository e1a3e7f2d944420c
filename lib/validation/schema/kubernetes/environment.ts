import { quote } from '../../values/describe';
import { dnsSubdomainProblem } from '../../values/names';
import type { Field } from '../../violation';
import { complain } from '../metadata';
import { checkDataKey } from './data';
import { checkFieldReference, checkResourceReference, type FieldReference, type ResourceReference, variableFields } from './downward-api';
import { checkName, checkText, type Maybe } from './field-checks';

/** The variables of a container. */
export interface Environment {
  readonly env?: Maybe<readonly Variable[]>;
  readonly envFrom?: Maybe<readonly VariableSource[]>;
}

interface Variable {
  readonly name?: Maybe<string>;
  readonly value?: Maybe<string>;
  readonly valueFrom?: Maybe<ValueSource>;
}

interface ValueSource {
  readonly fieldRef?: Maybe<FieldReference>;
  readonly resourceFieldRef?: Maybe<ResourceReference>;
  readonly configMapKeyRef?: Maybe<KeyReference>;
  readonly secretKeyRef?: Maybe<KeyReference>;
}

interface KeyReference {
  readonly name?: Maybe<string>;
  readonly key?: Maybe<string>;
}

interface VariableSource {
  readonly prefix?: Maybe<string>;
  readonly configMapRef?: Maybe<{ readonly name?: Maybe<string> }>;
  readonly secretRef?: Maybe<{ readonly name?: Maybe<string> }>;
}

/** Source: `ValidateEnv`, `ValidateEnvFrom`. */
export function checkEnvironment({ env, envFrom }: Environment, at: Field): void {
  for (const [index, variable] of (env ?? []).entries()) checkVariable(variable, at.at('env', index));
  for (const [index, source] of (envFrom ?? []).entries()) checkSource(source, at.at('envFrom', index));
}

function checkVariable({ name, value, valueFrom }: Variable, at: Field): void {
  if (!name) at.at('name').error('the variable has no name');
  else checkVariableName(name, at.at('name'));
  if (!valueFrom) return;
  if (value) at.error('`value` does not go with `valueFrom`');
  checkValueSource(valueFrom, at.at('valueFrom'));
}

function checkVariableName(name: string, at: Field): void {
  if (!/^[ -<>-~]+$/.test(name)) at.error(`${quote(name)} is not the name of a variable`, { why: 'names are printable ASCII without `=`' });
}

const valueSources = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef'] as const;

function checkValueSource(source: ValueSource, at: Field): void {
  const given = valueSources.filter((name) => source[name]);
  if (given.length === 0) at.error(`none of ${valueSources.map(quote).join(', ')} is given`);
  if (given.length > 1) at.error(`more than one of ${given.map(quote).join(', ')} is given`, { fix: 'leave one' });
  if (source.fieldRef) checkFieldReference(source.fieldRef, variableFields, at.at('fieldRef'));
  if (source.resourceFieldRef) checkResourceReference(source.resourceFieldRef, at.at('resourceFieldRef'));
  for (const name of ['configMapKeyRef', 'secretKeyRef'] as const) {
    const reference = source[name];
    if (!reference) continue;
    complain(reference.name ?? '', dnsSubdomainProblem, at.at(name, 'name'));
    if (reference.key) checkDataKey(reference.key, at.at(name, 'key'));
    else checkText(reference.key, at.at(name, 'key'));
  }
}

function checkSource({ prefix, configMapRef, secretRef }: VariableSource, at: Field): void {
  if (prefix) checkVariableName(prefix, at.at('prefix'));
  if (configMapRef && secretRef) at.error('`configMapRef` does not go with `secretRef`', { fix: 'make two entries of it' });
  if (!configMapRef && !secretRef) at.error('the entry has neither `configMapRef` nor `secretRef`');
  for (const [field, reference] of Object.entries({ configMapRef, secretRef }))
    if (reference) checkName(reference.name, prefixProblem, at.at(field, 'name'));
}

/** These names may end in a dash, as if more followed. */
function prefixProblem(name: string): string | undefined {
  return dnsSubdomainProblem(name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name);
}
