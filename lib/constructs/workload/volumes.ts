import type { PersistentVolumeClaimSpec, Volume, VolumeMount } from '../../../imports/kubernetes';
import { ConstructError } from '../../errors';
import { dnsLabel, known } from '../name';

/** Where the files of a volume come from. Source: Kubernetes `Volume`, without its name. */
export type VolumeSource = Omit<Volume, 'name'>;

/** Storage that each pod of a StatefulSet keeps. */
export interface VolumeClaim {
  /** For example `10Gi`. */
  readonly size: string;
  /** The class of storage. @default - the cluster's default class */
  readonly storageClassName?: string;
  /** How many nodes may mount it, and whether they may write. @default ['ReadWriteOnce'] */
  readonly accessModes?: readonly ('ReadWriteOnce' | 'ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOncePod')[];
  /** Any other field of the claim. @default - none */
  readonly spec?: Omit<PersistentVolumeClaimSpec, 'accessModes' | 'storageClassName'>;
}

/** A volume, and where each container mounts it. */
export interface VolumeProps {
  /** By name. @default - none but a writable `/tmp` */
  readonly volumes?: Readonly<Record<string, VolumeSource>>;
  /** Which volume or claim is seen at which path, all of it or as Kubernetes' `VolumeMount` says. @default - none but `/tmp` */
  readonly volumeMounts?: Readonly<Record<string, string | Omit<VolumeMount, 'mountPath'>>>;
  /** Storage of a StatefulSet's pods, by name. @default - none */
  readonly volumeClaims?: Readonly<Record<string, VolumeClaim>>;
}

/** Paths and the volumes seen there. @throws ConstructError `UnknownVolume`, `MountPath`, `NameForm`, `ClaimWithoutStatefulSet` */
export function renderMounts({ volumes = {}, volumeMounts = {}, volumeClaims = {} }: VolumeProps, kind: string): VolumeMount[] {
  for (const name of [...Object.keys(volumes), ...Object.keys(volumeClaims)]) dnsLabel(name, 'the name of a volume');
  const [claim] = Object.keys(volumeClaims);
  if (claim !== undefined && kind !== 'StatefulSet') {
    throw new ConstructError('ClaimWithoutStatefulSet', `a ${kind} has no storage of its own for each pod, and claims \`${claim}\``, {
      why: 'only the pods of a StatefulSet keep a volume each',
      fix: "kind: 'StatefulSet'",
    });
  }
  return Object.entries(volumeMounts).map(([mountPath, mount]) => renderMount(mountPath, mount, { volumes, volumeClaims, kind }));
}

interface Known {
  readonly volumes: NonNullable<VolumeProps['volumes']>;
  readonly volumeClaims: NonNullable<VolumeProps['volumeClaims']>;
  readonly kind: string;
}

function renderMount(
  mountPath: string,
  mount: string | Omit<VolumeMount, 'mountPath'>,
  { volumes, volumeClaims, kind }: Known,
): VolumeMount {
  if (!mountPath.startsWith('/')) {
    throw new ConstructError('MountPath', `a volume is mounted at an absolute path, got \`${mountPath}\``, { fix: `'/${mountPath}'` });
  }
  const rendered = { ...(typeof mount === 'string' ? { name: mount } : mount), mountPath };
  const all = { ...volumes, ...volumeClaims };
  if (Object.keys(all).length === 0) throw noVolume(rendered, kind);
  known<unknown>(all, rendered.name, { errorName: 'UnknownVolume', what: `\`${mountPath}\` is the place of a volume, and none is named` });
  return rendered;
}

function noVolume({ name, mountPath }: VolumeMount, kind: string): ConstructError {
  const isStateful = kind === 'StatefulSet';
  return new ConstructError('UnknownVolume', `\`${mountPath}\` is the place of volume \`${name}\`, and there is no volume`, {
    why: isStateful ? 'without a claim the pods of a StatefulSet keep nothing' : 'the API server rejects such pods',
    fix: isStateful ? `volumeClaims: { '${name}': { size: '1Gi' } }` : `volumes: { '${name}': { emptyDir: {} } }`,
  });
}

/** `volumes` of the pod. */
export function renderVolumes(volumes: VolumeProps['volumes'] = {}): Volume[] {
  return Object.entries(volumes).map(([name, source]) => ({ name, ...source }));
}

/** `volumeClaimTemplates` of a StatefulSet. */
export function renderClaims(claims: VolumeProps['volumeClaims'] = {}): { metadata: { name: string }; spec: PersistentVolumeClaimSpec }[] {
  return Object.entries(claims).map(([name, { size, storageClassName, accessModes = ['ReadWriteOnce'], spec }]) => ({
    metadata: { name },
    spec: {
      ...spec,
      accessModes: [...accessModes],
      storageClassName,
      resources: { ...spec?.resources, requests: { ...spec?.resources?.requests, storage: size } },
    },
  }));
}
