import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import { checkOneOfIfGiven, checkText, type Maybe } from './field-checks';
import { checkDescending, checkNoStepUp } from './paths';

/** The fields of a container that put volumes into it. */
export interface Mounting {
  readonly volumeMounts?: Maybe<readonly Mount[]>;
  readonly volumeDevices?: Maybe<readonly Device[]>;
  readonly securityContext?: Maybe<{ readonly privileged?: Maybe<boolean> }>;
}

interface Mount {
  readonly name?: Maybe<string>;
  readonly mountPath?: Maybe<string>;
  readonly readOnly?: Maybe<boolean>;
  readonly subPath?: Maybe<string>;
  readonly subPathExpr?: Maybe<string>;
  readonly mountPropagation?: Maybe<string>;
  readonly recursiveReadOnly?: Maybe<string>;
}

interface Device {
  readonly name?: Maybe<string>;
  readonly devicePath?: Maybe<string>;
}

/** The volumes of a pod by name, and whether each may be used as a block device. */
export type Mountable = ReadonlyMap<string, { readonly isBlock: boolean }>;

/** Source: `ValidateVolumeMounts`, `ValidateVolumeDevices`. */
export function checkMounts(container: Mounting, volumes: Mountable, at: Field): void {
  const mounts = container.volumeMounts ?? [];
  const devices = container.volumeDevices ?? [];
  const paths = new Set<string>();
  for (const [index, mount] of mounts.entries()) {
    const place = at.at('volumeMounts', index);
    if (!volumes.has(mount.name ?? '')) place.at('name').error(`the pod has no volume ${quote(mount.name ?? '')}`);
    if (!mount.mountPath) place.at('mountPath').error('the mount has no path');
    else if (paths.has(mount.mountPath)) place.at('mountPath').error(`another volume is mounted at ${quote(mount.mountPath)}`);
    paths.add(mount.mountPath ?? '');
    checkMount(mount, container.securityContext?.privileged ?? false, place);
  }
  checkDevices(devices, volumes, at.at('volumeDevices'));
  for (const [index, { name, devicePath }] of devices.entries()) {
    if (mounts.some((mount) => mount.name === name || mount.mountPath === devicePath))
      at.at('volumeDevices', index).error('the device shares its volume or its path with a mount', {
        why: 'a volume is either a device or a folder',
      });
  }
}

function checkMount(mount: Mount, isPrivileged: boolean, at: Field): void {
  if (mount.subPath) checkDescending(mount.subPath, at.at('subPath'));
  if (mount.subPathExpr) checkDescending(mount.subPathExpr, at.at('subPathExpr'));
  if (mount.subPath && mount.subPathExpr) at.at('subPathExpr').error('`subPathExpr` does not go with `subPath`');
  checkOneOfIfGiven(mount.mountPropagation, ['None', 'HostToContainer', 'Bidirectional'], at.at('mountPropagation'));
  if (mount.mountPropagation === 'Bidirectional' && !isPrivileged)
    at.at('mountPropagation').error('`Bidirectional` needs a privileged container', { why: 'the container mounts into the node' });
  checkRecursion(mount, at.at('recursiveReadOnly'));
}

/** Source: `validateMountRecursiveReadOnly`. */
function checkRecursion({ recursiveReadOnly, readOnly, mountPropagation }: Mount, at: Field): void {
  checkOneOfIfGiven(recursiveReadOnly, ['Disabled', 'IfPossible', 'Enabled'], at);
  if (recursiveReadOnly !== 'IfPossible' && recursiveReadOnly !== 'Enabled') return;
  if (!readOnly) at.error(`${quote(recursiveReadOnly)} needs \`readOnly: true\``);
  if ((mountPropagation ?? 'None') !== 'None') at.error(`${quote(recursiveReadOnly)} needs \`mountPropagation: None\``);
}

function checkDevices(devices: readonly Device[], volumes: Mountable, at: Field): void {
  const seen = new Set<string>();
  for (const [index, { name, devicePath }] of devices.entries()) {
    const volume = volumes.get(name ?? '');
    if (volume === undefined) at.at(index, 'name').error(`the pod has no volume ${quote(name ?? '')}`);
    else if (!volume.isBlock)
      at.at(index, 'name').error(`the volume ${quote(name ?? '')} is no claim`, { why: 'only claims can be block devices' });
    checkText(devicePath, at.at(index, 'devicePath'));
    checkNoStepUp(devicePath ?? '', at.at(index, 'devicePath'));
    for (const id of [`name ${name}`, `path ${devicePath}`]) {
      if (seen.has(id)) at.at(index).error(`another device has the same ${id.split(' ')[0]}`);
      seen.add(id);
    }
  }
}
