import { quote } from '../../values/describe';
import { dnsLabelProblem, dnsSubdomainProblem } from '../../values/names';
import type { Field } from '../../violation';
import { complain } from '../metadata';
import { checkOneOfAlways, checkOneOfIfGiven, checkText, type Maybe } from './field-checks';
import { checkLabelSelector, type LabelSelector } from './label-selector';
import { checkPositive, isGiven, type Quantity } from './quantities';

/** Source: Kubernetes `PersistentVolumeClaimSpec`. */
export interface ClaimSpec {
  readonly accessModes?: Maybe<readonly string[]>;
  readonly selector?: Maybe<LabelSelector>;
  readonly resources?: Maybe<{ readonly requests?: Maybe<Readonly<Record<string, Quantity>>> }>;
  readonly storageClassName?: Maybe<string>;
  readonly volumeMode?: Maybe<string>;
  readonly volumeAttributesClassName?: Maybe<string>;
  readonly dataSource?: Maybe<DataSource>;
  readonly dataSourceRef?: Maybe<DataSource>;
}

interface DataSource {
  readonly apiGroup?: Maybe<string>;
  readonly kind?: Maybe<string>;
  readonly name?: Maybe<string>;
  /** Of a `dataSourceRef`. */
  readonly namespace?: Maybe<string>;
}

/** Source: `ValidatePersistentVolumeClaim`. */
export function checkClaim({ spec }: { readonly spec?: Maybe<ClaimSpec> }, root: Field): void {
  checkClaimSpec(asCreated(spec ?? {}), root.at('spec'));
}

/**
 * What the API server keeps of the sources of a claim: none in another namespace unless it is started with that feature, and by the older field
 * alone only those that existed first. Source: `registry/core/persistentvolumeclaim/strategy.go`.
 */
function asCreated(spec: ClaimSpec): ClaimSpec {
  const dataSourceRef = spec.dataSourceRef?.namespace ? undefined : spec.dataSourceRef;
  const { apiGroup, kind } = spec.dataSource ?? {};
  const isOld = apiGroup ? apiGroup === 'snapshot.storage.k8s.io' && kind === 'VolumeSnapshot' : kind === 'PersistentVolumeClaim';
  return { ...spec, dataSourceRef, dataSource: dataSourceRef || isOld ? spec.dataSource : undefined };
}

/** Source: `ValidatePersistentVolumeClaimSpec`. */
export function checkClaimSpec(spec: ClaimSpec, at: Field): void {
  const storage = spec.resources?.requests?.storage;
  checkAccessModes(spec.accessModes ?? [], at.at('accessModes'));
  checkLabelSelector(spec.selector, at.at('selector'));
  if (!isGiven(storage))
    at.at('resources', 'requests', 'storage').error('the claim requests no storage', { fix: 'write one, such as `1Gi`' });
  checkPositive(storage, at.at('resources', 'requests', 'storage'));
  for (const field of ['storageClassName', 'volumeAttributesClassName'] as const) {
    const name = spec[field];
    if (name) complain(name, dnsSubdomainProblem, at.at(field));
  }
  checkOneOfIfGiven(spec.volumeMode, ['Filesystem', 'Block'], at.at('volumeMode'));
  checkDataSource(spec.dataSource, at.at('dataSource'));
  checkDataSource(spec.dataSourceRef, at.at('dataSourceRef'));
  checkDataSources(spec, at.at('dataSource'));
}

const accessModes = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

function checkAccessModes(modes: readonly string[], at: Field): void {
  if (modes.length === 0) at.error('the claim has no access mode', { fix: 'write one, such as `ReadWriteOnce`' });
  for (const [index, mode] of modes.entries()) checkOneOfAlways(mode, accessModes, at.at(index));
  if (modes.includes('ReadWriteOncePod') && modes.some((mode) => mode !== 'ReadWriteOncePod'))
    at.error('`ReadWriteOncePod` does not go with other access modes', { why: 'it leaves the volume to one pod' });
}

function checkDataSource(source: Maybe<DataSource>, at: Field): void {
  if (!source) return;
  checkText(source.name, at.at('name'));
  checkText(source.kind, at.at('kind'));
  if (source.namespace) complain(source.namespace, dnsLabelProblem, at.at('namespace'));
  if (source.apiGroup) complain(source.apiGroup, dnsSubdomainProblem, at.at('apiGroup'));
  else if (source.kind !== 'PersistentVolumeClaim')
    at.at('kind').error(`${quote(source.kind ?? '')} is not \`PersistentVolumeClaim\``, {
      why: 'no other kind of the core group holds the data of a volume',
    });
}

/** The older field and the newer one, where both are given, name the same. */
function checkDataSources({ dataSource, dataSourceRef }: ClaimSpec, at: Field): void {
  if (!dataSource || !dataSourceRef) return;
  if (dataSourceRef.namespace) at.error('`dataSource` does not go with a `dataSourceRef` in another namespace');
  else if (
    (['apiGroup', 'kind', 'name'] as const).some((field) => (dataSource[field] ?? undefined) !== (dataSourceRef[field] ?? undefined))
  )
    at.error('`dataSource` and `dataSourceRef` name two objects', { fix: 'leave `dataSource` out' });
}
