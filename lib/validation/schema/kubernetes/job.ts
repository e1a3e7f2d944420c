import { quote } from '../../values/describe';
import { dnsLabelProblem } from '../../values/names';
import type { Field } from '../../violation';
import { checkNumber, checkOneOf, checkOneOfIfGiven, type Maybe } from './field-checks';
import { checkFailurePolicy, checkSuccessPolicy, type FailurePolicy, type SuccessPolicy } from './job-policies';
import { checkLabelSelector, type LabelSelector, meets } from './label-selector';
import { checkTemplate, type PodTemplate } from './template';

/** Source: Kubernetes `JobSpec`. */
export interface JobSpec {
  readonly parallelism?: Maybe<number>;
  readonly completions?: Maybe<number>;
  readonly completionMode?: Maybe<string>;
  readonly activeDeadlineSeconds?: Maybe<number>;
  readonly backoffLimit?: Maybe<number>;
  readonly backoffLimitPerIndex?: Maybe<number>;
  readonly maxFailedIndexes?: Maybe<number>;
  readonly ttlSecondsAfterFinished?: Maybe<number>;
  readonly podReplacementPolicy?: Maybe<string>;
  readonly podFailurePolicy?: Maybe<FailurePolicy>;
  readonly successPolicy?: Maybe<SuccessPolicy>;
  readonly selector?: Maybe<LabelSelector>;
  readonly manualSelector?: Maybe<boolean>;
  readonly template?: Maybe<PodTemplate>;
}

interface Job {
  readonly metadata?: Maybe<{ readonly name?: Maybe<string> }>;
  readonly spec?: Maybe<JobSpec>;
}

/** Source: `pkg/apis/batch/validation`, `ValidateJob`. */
export function checkJob({ metadata, spec }: Job, root: Field): void {
  const at = root.at('spec');
  const name = metadata?.name ?? '';
  const last = (spec?.completions ?? 1) - 1;
  checkJobSpec(spec ?? {}, at);
  checkLabelSelector(spec?.selector, at.at('selector'));
  checkOwnLabels(name, spec ?? {}, at);
  if (spec?.completionMode === 'Indexed' && last >= 0 && dnsLabelProblem(`${name}-${last}`))
    root.at('metadata', 'name').error(`a pod cannot be named ${quote(`${name}-${last}`)}: it ${dnsLabelProblem(`${name}-${last}`)}`);
}

const numbers = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
] as const;

/** Source: `validateJobSpec`. */
export function checkJobSpec(spec: JobSpec, at: Field): void {
  const { completionMode, podFailurePolicy, template } = spec;
  const restartPolicy = template?.spec?.restartPolicy;
  const place = at.at('template', 'spec', 'restartPolicy');
  for (const field of numbers) checkNumber(spec[field], { least: 0 }, at.at(field));
  checkOneOfIfGiven(completionMode, ['NonIndexed', 'Indexed'], at.at('completionMode'));
  const replacements = podFailurePolicy ? ['Failed'] : ['TerminatingOrFailed', 'Failed'];
  checkOneOfIfGiven(spec.podReplacementPolicy, replacements, at.at('podReplacementPolicy'));
  checkIndexed(spec, at);
  checkTemplate(template, { restartPolicies: ['OnFailure', 'Never'] }, at.at('template'));
  if (!restartPolicy) place.error('a Job needs a restart policy', { fix: 'write `restartPolicy: Never` or `OnFailure`' });
  if (!podFailurePolicy) return;
  const { containers, initContainers } = template?.spec ?? {};
  const names = [...(containers ?? []), ...(initContainers ?? [])].map(({ name }) => name);
  const hasLimitPerIndex = (spec.backoffLimitPerIndex ?? undefined) !== undefined;
  checkOneOf(restartPolicy, ['Never'], place);
  checkFailurePolicy(podFailurePolicy, { containers: names, hasLimitPerIndex }, at.at('podFailurePolicy'));
}

const mostParallel = 100_000;
const mostOfMany = 10_000;

function checkIndexed(spec: JobSpec, at: Field): void {
  const { completions, parallelism, backoffLimitPerIndex, maxFailedIndexes, successPolicy } = spec;
  const isGiven = (value: unknown) => (value ?? undefined) !== undefined;
  if (isGiven(maxFailedIndexes) && !isGiven(backoffLimitPerIndex))
    at.at('backoffLimitPerIndex').error('`maxFailedIndexes` needs `backoffLimitPerIndex`');
  if (spec.completionMode === 'Indexed') {
    if (!isGiven(completions) && isGiven(parallelism))
      at.at('completions').error('an indexed Job needs `completions`', { why: 'it numbers its pods' });
    checkNumber(parallelism, { most: mostParallel }, at.at('parallelism'));
    checkNumber(maxFailedIndexes, { most: Math.min(completions ?? 1, mostParallel) }, at.at('maxFailedIndexes'));
    if ((completions ?? 0) > mostParallel && isGiven(backoffLimitPerIndex)) checkMany(spec, at);
    if (successPolicy) checkSuccessPolicy(successPolicy, completions ?? 1, at.at('successPolicy'));
    return;
  }
  for (const [field, value] of Object.entries({ backoffLimitPerIndex, maxFailedIndexes, successPolicy }))
    if (isGiven(value)) at.at(field).error(`\`${field}\` needs \`completionMode: Indexed\``);
}

/** A Job of very many indexes, each of which may fail by itself. */
function checkMany({ parallelism, maxFailedIndexes }: JobSpec, at: Field): void {
  if ((maxFailedIndexes ?? undefined) === undefined)
    at.at('maxFailedIndexes').error(`more than ${mostParallel} completions need \`maxFailedIndexes\``);
  checkNumber(parallelism, { most: mostOfMany }, at.at('parallelism'));
  checkNumber(maxFailedIndexes, { most: mostOfMany }, at.at('maxFailedIndexes'));
}

/** Labels that the API server gives to the pods of a Job, so that its selector finds them. */
const nameLabels = ['job-name', 'batch.kubernetes.io/job-name'];
const uidLabels = ['controller-uid', 'batch.kubernetes.io/controller-uid'];

/** Source: `validateGeneratedSelector`. */
function checkOwnLabels(name: string, { selector, manualSelector, template }: JobSpec, at: Field): void {
  const labels = template?.metadata?.labels ?? {};
  const known = Object.fromEntries(nameLabels.map((key) => [key, name]));
  const uids = Object.fromEntries(uidLabels.map((key) => [key, '']));
  if (manualSelector) {
    if (!selector) at.at('selector').error('`manualSelector: true` needs a `selector`');
    else if (!picks(selector, labels)) at.at('selector').error('the pods of the template do not meet the selector');
    return;
  }
  for (const key of [...nameLabels, ...uidLabels]) {
    if (labels[key] !== undefined && labels[key] !== known[key])
      at.at('template', 'metadata', 'labels', key).error(`the API server sets ${quote(key)} itself`, {
        fix: 'leave the label out',
      });
  }
  if (selector && !picks(selector, { ...known, ...uids }))
    at.at('selector').error('the API server generates the selector of a Job', {
      fix: 'leave `selector` out, or write `manualSelector: true` too',
    });
}

function picks({ matchLabels, matchExpressions }: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
  const areLabels = Object.entries(matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return areLabels && (matchExpressions ?? []).every((requirement) => meets(labels, requirement));
}
