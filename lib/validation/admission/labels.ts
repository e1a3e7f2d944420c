import { quote } from '../values/describe';
import type { Field } from '../violation';

const label = '[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?';
const keyPattern = new RegExp(`^(?:(${label}(?:\\.${label})*)/)?((?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$`);
const valuePattern = /^(?:(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

/** Labels by which Istio picks workloads. The values may be longer than Kubernetes lets them be. */
export function checkLabels(labels: Readonly<Record<string, string>> | undefined, at: Field): void {
  for (const [key, value] of Object.entries(labels ?? {})) {
    if (!isLabelKey(key)) at.at(key).error(`${quote(key)} is not a label key`);
    if (!valuePattern.test(value)) at.at(key).error(`${quote(value)} is not a label value`);
  }
}

function isLabelKey(key: string): boolean {
  if (key.length > 400) return false;
  const [, prefix = '', name = ''] = keyPattern.exec(key) ?? [];
  return name !== '' && prefix.length <= 253 && name.length <= 63;
}
