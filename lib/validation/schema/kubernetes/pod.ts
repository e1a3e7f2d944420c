import { quote } from '../../values/describe';
import { dnsLabelProblem, dnsSubdomainProblem } from '../../values/names';
import type { Field } from '../../violation';
import { complain } from '../metadata';
import { type Container, checkContainer } from './container';
import { checkOneOf, checkUnique, type Maybe } from './field-checks';

/** The part of a pod that its rules look at. */
export interface PodSpec {
  readonly containers?: Maybe<readonly Container[]>;
  readonly initContainers?: Maybe<readonly Container[]>;
  readonly volumes?: Maybe<readonly Volume[]>;
  readonly restartPolicy?: Maybe<string>;
  readonly dnsPolicy?: Maybe<string>;
  readonly serviceAccountName?: Maybe<string>;
}

type Volume = Readonly<Record<string, unknown>> & { readonly name?: Maybe<string> };

export function checkPod({ spec }: { readonly spec?: Maybe<PodSpec> }, at: Field): void {
  checkPodSpec(spec, at.at('spec'));
  checkOneOf(spec?.restartPolicy, ['Always', 'OnFailure', 'Never'], at.at('spec', 'restartPolicy'));
}

/**
 * What any pod or template of pods must hold to. Source: `ValidatePodSpec`.
 *
 * @param claims - names of volumes that come from beside the pod, as a StatefulSet's do
 */
export function checkPodSpec(spec: Maybe<PodSpec>, at: Field, claims: readonly string[] = []): void {
  const { containers, initContainers, volumes, dnsPolicy, serviceAccountName } = spec ?? {};
  const all = [
    ...(initContainers ?? []).map((container, index) => ({ container, at: at.at('initContainers', index) })),
    ...(containers ?? []).map((container, index) => ({ container, at: at.at('containers', index) })),
  ];
  if ((containers ?? []).length === 0) at.at('containers').error('the pod has no container');
  const mountable = new Set([...claims, ...(volumes ?? []).map(({ name }) => name ?? '')]);
  for (const each of all) checkContainer(each.container, mountable, each.at);
  checkUnique(
    all.map(({ container }) => container.name),
    'container',
    (index) => all[index]?.at.at('name') ?? at,
  );
  checkVolumes(volumes ?? [], at.at('volumes'));
  checkOneOf(dnsPolicy, ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'], at.at('dnsPolicy'));
  if (serviceAccountName) complain(serviceAccountName, dnsSubdomainProblem, at.at('serviceAccountName'));
}

function checkVolumes(volumes: readonly Volume[], at: Field): void {
  for (const [index, volume] of volumes.entries()) {
    const sources = Object.keys(volume).filter((field) => field !== 'name' && volume[field] !== null);
    complain(volume.name ?? '', dnsLabelProblem, at.at(index, 'name'));
    if (sources.length > 1)
      at.at(index).error(`the volume ${quote(volume.name ?? '')} has more than one source: ${sources.map(quote).join(', ')}`);
  }
  checkUnique(
    volumes.map(({ name }) => name),
    'volume',
    (index) => at.at(index, 'name'),
  );
}
