import { quote } from '../../values/describe';
import { dnsLabelProblem, dnsSubdomainProblem } from '../../values/names';
import type { Field } from '../../violation';
import { complain } from '../metadata';
import { type Container, checkContainer, checkHostPorts, checkInitContainer, type PodFacts } from './container';
import { checkNumber, checkOneOf, checkOneOfAlways, checkOneOfIfGiven, checkQualifiedName, checkUnique, type Maybe } from './field-checks';
import { checkPodNetwork, type PodNetwork } from './pod-network';
import { checkResources, type Resources } from './resources';
import { checkScheduling, type Scheduling } from './scheduling';
import { checkPodSecurity, type HostAccess, type PodSecurity } from './security-context';
import { checkVolumes, type Volume } from './volumes';

/** The part of a pod that its rules look at. */
export interface PodSpec extends Scheduling, PodNetwork, HostAccess {
  readonly containers?: Maybe<readonly Container[]>;
  readonly initContainers?: Maybe<readonly Container[]>;
  readonly ephemeralContainers?: Maybe<readonly object[]>;
  readonly volumes?: Maybe<readonly Volume[]>;
  readonly restartPolicy?: Maybe<string>;
  readonly serviceAccountName?: Maybe<string>;
  readonly nodeName?: Maybe<string>;
  readonly priorityClassName?: Maybe<string>;
  readonly runtimeClassName?: Maybe<string>;
  readonly preemptionPolicy?: Maybe<string>;
  readonly activeDeadlineSeconds?: Maybe<number>;
  readonly terminationGracePeriodSeconds?: Maybe<number>;
  readonly shareProcessNamespace?: Maybe<boolean>;
  readonly securityContext?: Maybe<PodSecurity>;
  readonly overhead?: Maybe<Resources['limits']>;
  readonly os?: Maybe<{ readonly name?: Maybe<string> }>;
  readonly readinessGates?: Maybe<readonly { readonly conditionType?: Maybe<string> }[]>;
  readonly resourceClaims?: Maybe<readonly ResourceClaim[]>;
}

interface ResourceClaim {
  readonly name?: Maybe<string>;
  readonly resourceClaimName?: Maybe<string>;
  readonly resourceClaimTemplateName?: Maybe<string>;
}

export function checkPod({ spec }: { readonly spec?: Maybe<PodSpec> }, at: Field): void {
  checkPodSpec(spec, { isPod: true }, at.at('spec'));
}

/** What stands around a pod. */
export interface PodContext {
  /** Names of volumes that come from beside the pod, as a StatefulSet's do. */
  readonly claims?: readonly string[];
  readonly isPod?: boolean;
}

const mostSeconds = 2 ** 31 - 1;

/** What any pod or template of pods must hold to. Source: `ValidatePodSpec`. */
export function checkPodSpec(given: Maybe<PodSpec>, context: PodContext, at: Field): void {
  const spec = given ?? {};
  checkContainers(spec, context, at);
  if (spec.volumes) checkVolumes(spec.volumes, at.at('volumes'));
  checkScheduling(spec, at);
  checkPodNetwork(spec, at);
  checkHostUsers(spec, at);
  if (spec.securityContext) checkPodSecurity(spec.securityContext, spec, at.at('securityContext'));
  checkOneOf(spec.restartPolicy, ['Always', 'OnFailure', 'Never'], at.at('restartPolicy'));
  checkOneOfIfGiven(spec.preemptionPolicy, ['PreemptLowerPriority', 'Never'], at.at('preemptionPolicy'));
  if (spec.os) checkOneOfAlways(spec.os.name, ['linux', 'windows'], at.at('os', 'name'));
  for (const field of ['serviceAccountName', 'nodeName', 'priorityClassName'] as const) {
    const name = spec[field];
    if (name) complain(name, dnsSubdomainProblem, at.at(field));
  }
  if (typeof spec.runtimeClassName === 'string') complain(spec.runtimeClassName, dnsSubdomainProblem, at.at('runtimeClassName'));
  checkNumber(spec.activeDeadlineSeconds, { least: 1, most: mostSeconds }, at.at('activeDeadlineSeconds'));
  if (spec.overhead) checkResources({ limits: spec.overhead }, new Set(), at.at('overhead'));
  for (const [index, { conditionType }] of (spec.readinessGates ?? []).entries())
    checkQualifiedName(conditionType, at.at('readinessGates', index, 'conditionType'));
  if (spec.resourceClaims) checkResourceClaims(spec.resourceClaims, at.at('resourceClaims'));
}

function factsOf(spec: PodSpec, { claims = [], isPod = false }: PodContext): PodFacts {
  const own = (spec.volumes ?? []).map(
    ({ name, persistentVolumeClaim, ephemeral }) => [name ?? '', { isBlock: Boolean(persistentVolumeClaim ?? ephemeral) }] as const,
  );
  return {
    volumes: new Map([...own, ...claims.map((name) => [name, { isBlock: true }] as const)]),
    claims: new Set((spec.resourceClaims ?? []).map(({ name }) => name ?? '')),
    graceSeconds: spec.terminationGracePeriodSeconds ?? 30,
    hasHostUsers: spec.hostUsers ?? true,
    neverRestarts: spec.restartPolicy === 'Never',
    isPod,
  };
}

function checkContainers(spec: PodSpec, context: PodContext, at: Field): void {
  const facts = factsOf(spec, context);
  const { containers, initContainers, ephemeralContainers } = spec;
  const taken = new Set<string>();
  if ((containers ?? []).length === 0) at.at('containers').error('the pod has no container');
  for (const [index, container] of (initContainers ?? []).entries()) {
    checkInitContainer(container, facts, at.at('initContainers', index));
    checkHostPorts(container, new Set(), at.at('initContainers', index));
  }
  for (const [index, container] of (containers ?? []).entries()) {
    checkContainer(container, facts, at.at('containers', index));
    checkHostPorts(facts.isPod && spec.hostNetwork ? onNode(container) : container, taken, at.at('containers', index));
  }
  const all = [
    ...(initContainers ?? []).map(({ name }, index) => ({ name, at: at.at('initContainers', index, 'name') })),
    ...(containers ?? []).map(({ name }, index) => ({ name, at: at.at('containers', index, 'name') })),
  ];
  checkUnique(
    all.map(({ name }) => name),
    'container',
    (index) => all[index]?.at ?? at,
  );
  if ((ephemeralContainers ?? []).length > 0)
    at.at('ephemeralContainers').error('ephemeral containers are only added to pods that run', { fix: 'use `kubectl debug`' });
}

/** The container of a pod on the network of its node: its ports are those of the node. Source: `defaultHostNetworkPorts`. */
function onNode(container: Container): Container {
  return { ...container, ports: (container.ports ?? []).map((port) => ({ ...port, hostPort: port.hostPort || port.containerPort })) };
}

/** Source: `validateHostUsers`. */
function checkHostUsers(spec: PodSpec, at: Field): void {
  if (spec.hostPID && spec.shareProcessNamespace)
    at.at('shareProcessNamespace').error('`shareProcessNamespace` does not go with `hostPID`');
  if (spec.hostUsers !== false) return;
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC'] as const)
    if (spec[field]) at.at(field).error(`\`${field}\` does not go with \`hostUsers: false\``);
  for (const [index, { volumeDevices }] of (spec.containers ?? []).entries())
    if ((volumeDevices ?? []).length > 0) at.at('containers', index, 'volumeDevices').error('devices do not go with `hostUsers: false`');
}

/** Source: `validatePodResourceClaim`. */
function checkResourceClaims(claims: readonly ResourceClaim[], at: Field): void {
  for (const [index, { name, ...sources }] of claims.entries()) {
    const given = Object.values(sources).filter((source) => typeof source === 'string');
    complain(name ?? '', dnsLabelProblem, at.at(index, 'name'));
    if (given.length !== 1) at.at(index).error('a claim needs one of `resourceClaimName` and `resourceClaimTemplateName`');
    for (const source of given) if (dnsSubdomainProblem(source)) at.at(index).error(`${quote(source)} ${dnsSubdomainProblem(source)}`);
  }
  checkUnique(
    claims.map(({ name }) => name),
    'claim',
    (index) => at.at(index, 'name'),
  );
}
