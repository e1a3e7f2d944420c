import { namespaceOf } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { isMapping } from '../../manifest/mapping';
import { readYaml } from '../../manifest/yaml/read-yaml';
import type { Objects } from '../objects';
import { type HelmValues, mergedValues, typedValue, withValue } from './helm-values';

/** The values that a chart is installed with. */
export interface ChartValues {
  readonly values: FieldReader;
  /** Where more of them are that was not read, in words. */
  readonly unread: readonly string[];
}

/** Source: Flux `HelmRelease.spec.valuesFrom`, in order, and `values` over them. */
export function fluxValues({ object }: Manifest, objects: Objects): ChartValues {
  const spec = new FieldReader(object).at('spec');
  const unread: string[] = [];
  let values: HelmValues = {};
  for (const reference of spec.at('valuesFrom').items) {
    const text = referredText(reference, namespaceOf(object), objects);
    const [kind, name, path] = ['kind', 'name', 'targetPath'].map((field) => reference.at(field).text);
    if (text === undefined) {
      const isMissing = kind === 'ConfigMap' && reference.at('optional').value === true;
      if (!isMissing) unread.push(`${kind} \`${name}\` of \`valuesFrom\``);
    } else values = path ? withValue(values, path, targetValue(text)) : mergedValues(values, mappingIn(text));
  }
  return { values: new FieldReader(mergedValues(values, mappingOf(spec.at('values').value))), unread };
}

/** What a ConfigMap of the same namespace holds; undefined for a Secret, and for what is not in the input. */
function referredText(reference: FieldReader, namespace: string, objects: Objects): string | undefined {
  if (reference.at('kind').text !== 'ConfigMap') return undefined;
  const found = objects.find('', 'ConfigMap', { namespace, name: reference.at('name').text });
  const entry = new FieldReader(found?.object).at('data', reference.at('valuesKey').text || 'values.yaml');
  return entry.exists ? entry.text : undefined;
}

/** In quotes it is text. Source: Flux `chartutil.ReplacePathValue`. */
function targetValue(text: string): unknown {
  const quoted = /^(['"])(.*)\1$/s.exec(text);
  return quoted ? quoted[2] : typedValue(text);
}

/** Source: Argo CD `ApplicationSourceHelm`: `valuesObject` goes before `values`, and `parameters` over both. */
export function argoValues(helm: FieldReader): ChartValues {
  const object = helm.at('valuesObject');
  const written = object.exists ? mappingOf(object.value) : mappingIn(helm.at('values').text);
  const values = helm.at('parameters').items.reduce((before, parameter) => {
    const value = parameter.at('value').text;
    return withValue(before, parameter.at('name').text, parameter.at('forceString').value === true ? value : typedValue(value));
  }, written);
  const files = [...helm.at('valueFiles').texts, ...helm.at('fileParameters').items.map((each) => each.at('path').text)];
  return { values: new FieldReader(values), unread: files.map((file) => `the file \`${file}\``) };
}

/** Text that is no YAML says nothing: the controller reports it, and installs nothing. */
function mappingIn(text: string): HelmValues {
  try {
    return text === '' ? {} : mappingOf(readYaml(text).value);
  } catch {
    return {};
  }
}

function mappingOf(value: unknown): HelmValues {
  return isMapping(value) ? value : {};
}
