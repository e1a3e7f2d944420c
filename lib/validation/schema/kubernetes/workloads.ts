import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import { checkLabels } from '../metadata';
import { checkOneOf, type Maybe } from './field-checks';
import { checkPodSpec, type PodSpec } from './pod';

interface Workload {
  readonly spec?: Maybe<WorkloadSpec>;
}

interface WorkloadSpec {
  readonly replicas?: Maybe<number>;
  readonly selector?: Maybe<LabelSelector>;
  readonly template?: Maybe<PodTemplate>;
  /** Of a StatefulSet. */
  readonly volumeClaimTemplates?: Maybe<readonly Maybe<{ readonly metadata?: Maybe<{ readonly name?: Maybe<string> }> }>[]>;
}

/** Source: Kubernetes `LabelSelector`. */
export interface LabelSelector {
  readonly matchLabels?: Maybe<Readonly<Record<string, string>>>;
  readonly matchExpressions?: Maybe<readonly Requirement[]>;
}

interface Requirement {
  readonly key?: Maybe<string>;
  readonly operator?: Maybe<string>;
  readonly values?: Maybe<readonly string[]>;
}

interface PodTemplate {
  readonly metadata?: Maybe<{ readonly labels?: Maybe<Readonly<Record<string, string>>> }>;
  readonly spec?: Maybe<PodSpec>;
}

/** A Deployment, ReplicaSet, StatefulSet or DaemonSet. Source: `pkg/apis/apps/validation`. */
export function checkWorkload({ spec }: Workload, root: Field): void {
  const at = root.at('spec');
  const { replicas, selector, template, volumeClaimTemplates } = spec ?? {};
  const claims = (volumeClaimTemplates ?? []).map((claim) => claim?.metadata?.name ?? '');
  if ((replicas ?? 0) < 0) at.at('replicas').error(`\`${replicas}\` replicas are less than none`);
  checkTemplate(template, { restartPolicies: ['Always'], claims }, at.at('template'));
  checkSelector(selector, template?.metadata?.labels ?? {}, at);
}

function checkSelector(selector: Maybe<LabelSelector>, labels: Readonly<Record<string, string>>, at: Field): void {
  if (Object.keys(selector?.matchLabels ?? {}).length + (selector?.matchExpressions ?? []).length === 0) {
    at.at('selector').error('the selector picks no pods by label', { fix: 'repeat labels of the template in `matchLabels`' });
    return;
  }
  checkLabels(selector?.matchLabels, at.at('selector', 'matchLabels'));
  for (const [key, value] of Object.entries(selector?.matchLabels ?? {})) {
    if (labels[key] !== value)
      at.at('selector', 'matchLabels', key).error(`the pods of the template do not have the label ${quote(`${key}: ${value}`)}`, {
        why: 'a selector must pick what its template makes',
        fix: `add \`${key}: ${value}\` to the labels of the template`,
      });
  }
  for (const [index, requirement] of (selector?.matchExpressions ?? []).entries()) {
    if (!meets(labels, requirement))
      at.at('selector', 'matchExpressions', index).error('the pods of the template do not meet the expression', {
        why: 'a selector must pick what its template makes',
      });
  }
}

function meets(labels: Readonly<Record<string, string>>, { key, operator, values }: Requirement): boolean {
  const value = labels[key ?? ''];
  const isListed = value !== undefined && (values ?? []).includes(value);
  return { In: isListed, NotIn: !isListed, Exists: value !== undefined, DoesNotExist: value === undefined }[operator ?? ''] ?? false;
}

interface TemplateRules {
  readonly restartPolicies: readonly string[];
  readonly claims?: readonly string[];
}

function checkTemplate(template: Maybe<PodTemplate>, { restartPolicies, claims }: TemplateRules, at: Field): void {
  checkLabels(template?.metadata?.labels, at.at('metadata', 'labels'));
  checkPodSpec(template?.spec, at.at('spec'), claims);
  checkOneOf(template?.spec?.restartPolicy, restartPolicies, at.at('spec', 'restartPolicy'));
}

interface Job {
  readonly spec?: Maybe<{ readonly template?: Maybe<PodTemplate> }>;
}

/** Source: `pkg/apis/batch/validation`. */
export function checkJob({ spec }: Job, root: Field): void {
  const at = root.at('spec', 'template');
  checkTemplate(spec?.template, { restartPolicies: ['OnFailure', 'Never'] }, at);
  if (!spec?.template?.spec?.restartPolicy)
    at.at('spec', 'restartPolicy').error('a Job needs a restart policy', { fix: 'write `restartPolicy: Never` or `OnFailure`' });
}

interface CronJob {
  readonly spec?: Maybe<{
    readonly schedule?: Maybe<string>;
    readonly concurrencyPolicy?: Maybe<string>;
    readonly jobTemplate?: Maybe<Job>;
  }>;
}

/** Source: `pkg/apis/batch/validation`. */
export function checkCronJob({ spec }: CronJob, root: Field): void {
  const at = root.at('spec');
  const { schedule, concurrencyPolicy, jobTemplate } = spec ?? {};
  if (!/^(?:@\w+(?: \S+)?|(?:\S+\s+){4}\S+)$/.test((schedule ?? '').trim()))
    at.at('schedule').error(`${quote(schedule ?? '')} is not a schedule`, { fix: 'write five fields, such as `0 3 * * *`' });
  checkOneOf(concurrencyPolicy, ['Allow', 'Forbid', 'Replace'], at.at('concurrencyPolicy'));
  checkJob(jobTemplate ?? {}, at.at('jobTemplate'));
}
