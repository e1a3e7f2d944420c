import { dataplaneModeLabel, injectionLabel, revisionLabel } from '../../../../mesh/workloads/injection';

/** Has the owner said what is to become of the pods? */
export function isDecided(labels: Readonly<Record<string, string>>): boolean {
  return labels[dataplaneModeLabel] === 'ambient' || (labels[injectionLabel] ?? '') !== '' || labels[revisionLabel] !== undefined;
}
