import { quote } from '../../values/describe';
import { dnsLabelProblem, dnsSubdomainProblem } from '../../values/names';
import type { Field } from '../../violation';
import { checkLabels } from '../metadata';
import { type ClaimSpec, checkClaimSpec } from './claim';
import { checkDownwardFile, type DownwardFile } from './downward-api';
import { checkName, checkOneOf, checkText, checkUnique, type Maybe } from './field-checks';
import { checkMode, checkNoStepUp } from './paths';
import { checkProjected, type Projection } from './projected-volumes';
import { checkNotNegative, type Quantity } from './quantities';
import { checkFile, checkItem, type Item } from './volume-files';

/** A volume of a pod: a name and one source. Sources that are not here are looked at by their schema alone. */
export interface Volume {
  readonly name?: Maybe<string>;
  readonly emptyDir?: Maybe<{ readonly sizeLimit?: Maybe<Quantity> }>;
  readonly hostPath?: Maybe<{ readonly path?: Maybe<string>; readonly type?: Maybe<string> }>;
  readonly secret?: Maybe<{
    readonly secretName?: Maybe<string>;
    readonly defaultMode?: Maybe<number>;
    readonly items?: Maybe<readonly Item[]>;
  }>;
  readonly configMap?: Maybe<{
    readonly name?: Maybe<string>;
    readonly defaultMode?: Maybe<number>;
    readonly items?: Maybe<readonly Item[]>;
  }>;
  readonly persistentVolumeClaim?: Maybe<{ readonly claimName?: Maybe<string> }>;
  readonly downwardAPI?: Maybe<{ readonly defaultMode?: Maybe<number>; readonly items?: Maybe<readonly DownwardFile[]> }>;
  readonly projected?: Maybe<Projection>;
  readonly nfs?: Maybe<{ readonly server?: Maybe<string>; readonly path?: Maybe<string> }>;
  readonly csi?: Maybe<{ readonly driver?: Maybe<string>; readonly nodePublishSecretRef?: Maybe<{ readonly name?: Maybe<string> }> }>;
  readonly ephemeral?: Maybe<{
    readonly volumeClaimTemplate?: Maybe<{ readonly metadata?: Maybe<{ readonly labels?: object }>; readonly spec?: Maybe<ClaimSpec> }>;
  }>;
  readonly image?: Maybe<{ readonly pullPolicy?: Maybe<string> }>;
}

/** Source: `ValidateVolumes`. */
export function checkVolumes(volumes: readonly Volume[], at: Field): void {
  for (const [index, volume] of volumes.entries()) {
    const sources = Object.keys(volume).filter((field) => field !== 'name');
    checkName(volume.name, dnsLabelProblem, at.at(index, 'name'));
    if (sources.length > 1)
      at.at(index).error(`the volume ${quote(volume.name ?? '')} has more than one source: ${sources.map(quote).join(', ')}`);
    checkSource(volume, at.at(index));
  }
  checkUnique(
    volumes.map(({ name }) => name),
    'volume',
    (index) => at.at(index, 'name'),
  );
}

/** Source: `validateVolumeSource`. */
function checkSource(volume: Volume, at: Field): void {
  const { emptyDir, secret, configMap, persistentVolumeClaim, downwardAPI, projected, image } = volume;
  if (emptyDir) checkNotNegative(emptyDir.sizeLimit, at.at('emptyDir', 'sizeLimit'));
  if (secret) checkText(secret.secretName, at.at('secret', 'secretName'));
  if (configMap) checkText(configMap.name, at.at('configMap', 'name'));
  for (const field of ['secret', 'configMap'] as const) {
    const source = volume[field];
    if (!source) continue;
    checkMode(source.defaultMode, at.at(field, 'defaultMode'));
    for (const [index, item] of (source.items ?? []).entries()) checkItem(item, at.at(field, 'items', index));
  }
  if (persistentVolumeClaim) checkText(persistentVolumeClaim.claimName, at.at('persistentVolumeClaim', 'claimName'));
  if (downwardAPI) checkMode(downwardAPI.defaultMode, at.at('downwardAPI', 'defaultMode'));
  for (const [index, file] of (downwardAPI?.items ?? []).entries()) {
    checkFile(file, at.at('downwardAPI', 'items', index));
    checkDownwardFile(file, at.at('downwardAPI', 'items', index));
  }
  if (projected) checkProjected(projected, at.at('projected'));
  if (image) checkOneOf(image.pullPolicy, ['Always', 'Never', 'IfNotPresent'], at.at('image', 'pullPolicy'));
  checkOtherSource(volume, at);
}

const hostPathTypes = ['DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice'];

function checkOtherSource({ hostPath, nfs, csi, ephemeral }: Volume, at: Field): void {
  if (hostPath) {
    checkText(hostPath.path, at.at('hostPath', 'path'));
    checkNoStepUp(hostPath.path ?? '', at.at('hostPath', 'path'));
    checkOneOf(hostPath.type, hostPathTypes, at.at('hostPath', 'type'));
  }
  if (nfs) {
    checkText(nfs.server, at.at('nfs', 'server'));
    if (!nfs.path?.startsWith('/')) at.at('nfs', 'path').error(`${quote(nfs.path ?? '')} is not an absolute path`);
  }
  if (csi) {
    const driver = csi.driver?.toLowerCase();
    checkName(driver, (name) => (name.length > 63 ? 'is longer than 63 characters' : dnsSubdomainProblem(name)), at.at('csi', 'driver'));
    if (csi.nodePublishSecretRef)
      checkName(csi.nodePublishSecretRef.name, dnsSubdomainProblem, at.at('csi', 'nodePublishSecretRef', 'name'));
  }
  if (!ephemeral) return;
  const place = at.at('ephemeral', 'volumeClaimTemplate');
  if (!ephemeral.volumeClaimTemplate) place.error('the volume has no `volumeClaimTemplate`');
  else {
    checkLabels(ephemeral.volumeClaimTemplate.metadata?.labels, place.at('metadata', 'labels'));
    checkClaimSpec(ephemeral.volumeClaimTemplate.spec ?? {}, place.at('spec'));
  }
}
