import { dnsLabelProblem } from '../../values/names';
import type { Field } from '../../violation';
import { type ClaimSpec, checkClaimSpec } from './claim';
import { checkName, checkNumber, checkOneOf, type Maybe } from './field-checks';
import type { LabelSelector } from './label-selector';
import { checkDaemonStrategy, checkDeploymentStrategy, checkSetStrategy, type Strategy } from './strategies';
import { checkLastingTemplate, checkSelector, type PodTemplate } from './template';

interface Workload {
  readonly spec?: Maybe<WorkloadSpec>;
}

interface WorkloadSpec {
  readonly replicas?: Maybe<number>;
  readonly minReadySeconds?: Maybe<number>;
  readonly revisionHistoryLimit?: Maybe<number>;
  readonly selector?: Maybe<LabelSelector>;
  readonly template?: Maybe<PodTemplate>;
}

interface DeploymentSpec extends WorkloadSpec {
  readonly strategy?: Maybe<Strategy>;
  readonly progressDeadlineSeconds?: Maybe<number>;
}

interface StatefulSetSpec extends WorkloadSpec {
  readonly serviceName?: Maybe<string>;
  readonly podManagementPolicy?: Maybe<string>;
  readonly updateStrategy?: Maybe<Strategy>;
  readonly ordinals?: Maybe<{ readonly start?: Maybe<number> }>;
  readonly persistentVolumeClaimRetentionPolicy?: Maybe<{ readonly whenDeleted?: Maybe<string>; readonly whenScaled?: Maybe<string> }>;
  readonly volumeClaimTemplates?: Maybe<
    readonly { readonly metadata?: Maybe<{ readonly name?: Maybe<string> }>; readonly spec?: Maybe<ClaimSpec> }[]
  >;
}

/** Source: `pkg/apis/apps/validation`, `ValidateDeploymentSpec`. */
export function checkDeployment({ spec }: { readonly spec?: Maybe<DeploymentSpec> }, root: Field): void {
  const at = root.at('spec');
  const { strategy, progressDeadlineSeconds, minReadySeconds } = spec ?? {};
  checkReplicaSet({ spec }, root);
  checkNumber(spec?.revisionHistoryLimit, { least: 0 }, at.at('revisionHistoryLimit'));
  checkDeploymentStrategy(strategy ?? {}, at.at('strategy'));
  if ((progressDeadlineSeconds ?? 600) <= Math.max(minReadySeconds ?? 0, -1))
    at.at('progressDeadlineSeconds').error(
      `\`${progressDeadlineSeconds ?? 600}\` is not more than \`minReadySeconds\`, which is \`${minReadySeconds ?? 0}\``,
    );
}

/** Source: `ValidateReplicaSetSpec`. */
export function checkReplicaSet({ spec }: Workload, root: Field): void {
  const at = root.at('spec');
  checkNumber(spec?.replicas, { least: 0 }, at.at('replicas'));
  checkNumber(spec?.minReadySeconds, { least: 0 }, at.at('minReadySeconds'));
  checkLastingTemplate(spec?.template, at.at('template'));
  checkSelector(spec?.selector, spec?.template, at.at('selector'));
}

/** Source: `ValidateDaemonSetSpec`. */
export function checkDaemonSet(
  { spec }: { readonly spec?: Maybe<WorkloadSpec & { readonly updateStrategy?: Maybe<Strategy> }> },
  root: Field,
): void {
  const at = root.at('spec');
  checkNumber(spec?.minReadySeconds, { least: 0 }, at.at('minReadySeconds'));
  checkNumber(spec?.revisionHistoryLimit, { least: 0 }, at.at('revisionHistoryLimit'));
  checkDaemonStrategy(spec?.updateStrategy ?? {}, at.at('updateStrategy'));
  checkLastingTemplate(spec?.template, at.at('template'));
  checkSelector(spec?.selector, spec?.template, at.at('selector'));
}

/** Source: `ValidateStatefulSetSpec`. */
export function checkStatefulSet({ spec }: { readonly spec?: Maybe<StatefulSetSpec> }, root: Field): void {
  const at = root.at('spec');
  const { replicas, minReadySeconds, ordinals, podManagementPolicy, serviceName, selector, template } = spec ?? {};
  checkNumber(replicas, { least: 0 }, at.at('replicas'));
  checkNumber(minReadySeconds, { least: 0 }, at.at('minReadySeconds'));
  checkNumber(ordinals?.start, { least: 0 }, at.at('ordinals', 'start'));
  checkOneOf(podManagementPolicy, ['OrderedReady', 'Parallel'], at.at('podManagementPolicy'));
  if (serviceName) checkName(serviceName, dnsLabelProblem, at.at('serviceName'));
  for (const field of ['whenDeleted', 'whenScaled'] as const) {
    const place = at.at('persistentVolumeClaimRetentionPolicy', field);
    checkOneOf(spec?.persistentVolumeClaimRetentionPolicy?.[field], ['Retain', 'Delete'], place);
  }
  checkSetStrategy(spec?.updateStrategy ?? {}, at.at('updateStrategy'));
  const claims = checkClaimTemplates(spec ?? {}, at.at('volumeClaimTemplates'));
  checkLastingTemplate(withoutIdentity(template, claims), at.at('template'), claims);
  checkSelector(selector, template, at.at('selector'));
}

/** Claims that each pod gets of its own; their names are those of volumes. */
function checkClaimTemplates({ volumeClaimTemplates }: StatefulSetSpec, at: Field): string[] {
  for (const [index, { metadata, spec }] of (volumeClaimTemplates ?? []).entries()) {
    checkName(metadata?.name, dnsLabelProblem, at.at(index, 'metadata', 'name'));
    checkClaimSpec(spec ?? {}, at.at(index, 'spec'));
  }
  return (volumeClaimTemplates ?? []).map(({ metadata }) => metadata?.name ?? '');
}

/** The template without what a StatefulSet gives each pod itself: its names, and the volumes that are its claims. */
function withoutIdentity(template: Maybe<PodTemplate>, claims: readonly string[]): Maybe<PodTemplate> {
  const spec = template?.spec;
  if (!spec || (!spec.hostname && !spec.subdomain && claims.length === 0)) return template;
  const volumes = (spec.volumes ?? []).map((volume) => (claims.includes(volume.name ?? '') ? { name: volume.name } : volume));
  return { ...template, spec: { ...spec, volumes, hostname: undefined, subdomain: undefined } };
}
