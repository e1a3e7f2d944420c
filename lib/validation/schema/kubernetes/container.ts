import { quote } from '../../values/describe';
import { dnsLabelProblem } from '../../values/names';
import type { Field } from '../../violation';
import { checkEnvironment, type Environment } from './environment';
import { checkName, checkOneOf, checkOneOfAlways, checkUnique, type Maybe } from './field-checks';
import { checkMounts, type Mountable, type Mounting } from './mounts';
import { checkPortNumber, portNameProblem, transportProtocols } from './ports';
import { checkProbes, type Probed, probeFields } from './probes';
import { checkResources, type Resources } from './resources';
import { type ContainerSecurity, checkContainerSecurity } from './security-context';

/** The part of a container that its rules look at. */
export interface Container extends Environment, Probed, Omit<Mounting, 'securityContext'> {
  readonly name?: Maybe<string>;
  readonly image?: Maybe<string>;
  readonly imagePullPolicy?: Maybe<string>;
  readonly terminationMessagePolicy?: Maybe<string>;
  readonly ports?: Maybe<readonly ContainerPort[]>;
  readonly resources?: Maybe<Resources>;
  readonly resizePolicy?: Maybe<readonly { readonly resourceName?: Maybe<string>; readonly restartPolicy?: Maybe<string> }[]>;
  readonly securityContext?: Maybe<ContainerSecurity>;
  /** `Always` makes a sidecar of an init container; the API server drops any other value. */
  readonly restartPolicy?: Maybe<string>;
}

interface ContainerPort {
  readonly name?: Maybe<string>;
  readonly containerPort?: Maybe<number>;
  readonly hostPort?: Maybe<number>;
  readonly hostIP?: Maybe<string>;
  readonly protocol?: Maybe<string>;
}

/** What a container has to know of its pod. */
export interface PodFacts {
  readonly volumes: Mountable;
  readonly claims: ReadonlySet<string>;
  /** How long the pod has to stop. */
  readonly graceSeconds: number;
  readonly hasHostUsers: boolean;
  readonly neverRestarts: boolean;
  /** The pod itself, not a template of pods: only its images must have no spaces around them. */
  readonly isPod: boolean;
}

/** Source: `validateContainers`. */
export function checkContainer(container: Container, pod: PodFacts, at: Field): void {
  checkCommon(container, pod, at);
  checkProbes(container, pod.graceSeconds, at);
}

/** Source: `validateInitContainers`. */
export function checkInitContainer(container: Container, pod: PodFacts, at: Field): void {
  checkCommon(container, pod, at);
  const { restartPolicy } = container;
  if (restartPolicy === 'Always') checkProbes(container, pod.graceSeconds, at);
  else {
    for (const field of probeFields.filter((name) => container[name]))
      at.at(field).error(`an init container has no \`${field}\``, {
        why: 'it ends before the others start',
        fix: `leave \`${field}\` out, or make a sidecar of it by \`restartPolicy: Always\``,
      });
  }
}

/** Source: `validateContainerCommon`. */
function checkCommon(container: Container, pod: PodFacts, at: Field): void {
  checkName(container.name, dnsLabelProblem, at.at('name'));
  checkImage(container.image ?? '', pod.isPod, at.at('image'));
  checkOneOf(container.imagePullPolicy, ['Always', 'Never', 'IfNotPresent'], at.at('imagePullPolicy'));
  checkOneOf(container.terminationMessagePolicy, ['File', 'FallbackToLogsOnError'], at.at('terminationMessagePolicy'));
  checkPorts(container.ports ?? [], at.at('ports'));
  checkEnvironment(container, at);
  checkMounts(container, pod.volumes, at);
  checkResources(container.resources, pod.claims, at.at('resources'));
  if (container.resizePolicy) checkResizing(container.resizePolicy, pod.neverRestarts, at.at('resizePolicy'));
  if (container.securityContext) checkContainerSecurity(container.securityContext, pod.hasHostUsers, at.at('securityContext'));
}

function checkImage(image: string, isPod: boolean, at: Field): void {
  if (image === '') at.error('the container has no image');
  else if (isPod && image !== image.trim()) at.error(`${quote(image)} has a space at its start or end`);
}

function checkPorts(ports: readonly ContainerPort[], at: Field): void {
  for (const [index, { name, containerPort, hostPort, protocol }] of ports.entries()) {
    const problem = name ? portNameProblem(name) : undefined;
    if (problem !== undefined) at.at(index, 'name').error(problem);
    checkPortNumber(containerPort ?? 0, at.at(index, 'containerPort'));
    if (hostPort) checkPortNumber(hostPort, at.at(index, 'hostPort'));
    checkOneOf(protocol, transportProtocols, at.at(index, 'protocol'));
  }
  checkUnique(
    ports.map(({ name }) => name),
    'port',
    (index) => at.at(index, 'name'),
  );
}

/** Ports of the node that a container takes: no two may take one. Source: `checkHostPortConflicts`. */
export function checkHostPorts({ ports }: Container, taken: Set<string>, at: Field): void {
  for (const [index, { hostPort, hostIP, protocol }] of (ports ?? []).entries()) {
    if (!hostPort) continue;
    const id = `${protocol || 'TCP'}/${hostIP ?? ''}/${hostPort}`;
    if (taken.has(id)) at.at('ports', index, 'hostPort').error(`another port takes the port \`${hostPort}\` of the node too`);
    taken.add(id);
  }
}

/** Source: `validateResizePolicy`. */
function checkResizing(policies: NonNullable<Container['resizePolicy']>, neverRestarts: boolean, at: Field): void {
  const names = policies.map(({ resourceName }) => resourceName ?? '');
  for (const [index, { resourceName, restartPolicy }] of policies.entries()) {
    if (names.indexOf(resourceName ?? '') < index) at.at(index).error(`another policy is for ${quote(resourceName ?? '')}`);
    checkOneOfAlways(resourceName, ['cpu', 'memory'], at.at(index, 'resourceName'));
    checkOneOfAlways(restartPolicy, ['NotRequired', 'RestartContainer'], at.at(index, 'restartPolicy'));
    if (neverRestarts && restartPolicy === 'RestartContainer')
      at.at(index, 'restartPolicy').error('a pod with `restartPolicy: Never` restarts no container');
  }
}
