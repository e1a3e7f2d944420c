import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import { checkNumber, checkOneOf, type Maybe } from './field-checks';
import { checkJobSpec, type JobSpec } from './job';
import { scheduleProblem } from './schedule';
import { timeZoneProblem } from './time-zone';

interface CronJob {
  readonly spec?: Maybe<{
    readonly schedule?: Maybe<string>;
    readonly timeZone?: Maybe<string>;
    readonly concurrencyPolicy?: Maybe<string>;
    readonly startingDeadlineSeconds?: Maybe<number>;
    readonly successfulJobsHistoryLimit?: Maybe<number>;
    readonly failedJobsHistoryLimit?: Maybe<number>;
    readonly jobTemplate?: Maybe<{ readonly spec?: Maybe<JobSpec> }>;
  }>;
}

/** Source: `pkg/apis/batch/validation`, `validateCronJobSpec`. */
export function checkCronJob({ spec }: CronJob, root: Field): void {
  const at = root.at('spec');
  const { schedule, timeZone, concurrencyPolicy, jobTemplate } = spec ?? {};
  const job = at.at('jobTemplate', 'spec');
  const problem = scheduleProblem(schedule ?? '');
  const unknownZone = typeof timeZone === 'string' ? timeZoneProblem(timeZone) : undefined;
  if (problem !== undefined)
    at.at('schedule').error(`${quote(schedule ?? '')} is not a schedule: ${problem}`, { fix: 'write five fields, such as `0 3 * * *`' });
  if (unknownZone !== undefined)
    at.at('timeZone').error(`${quote(timeZone ?? '')} ${unknownZone}`, { fix: 'use a name such as `Europe/Berlin`' });
  checkOneOf(concurrencyPolicy, ['Allow', 'Forbid', 'Replace'], at.at('concurrencyPolicy'));
  for (const field of ['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'] as const)
    checkNumber(spec?.[field], { least: 0 }, at.at(field));
  checkJobSpec(jobTemplate?.spec ?? {}, job);
  if (jobTemplate?.spec?.selector)
    job.at('selector').error('the API server generates the selector of each Job', { fix: 'leave `selector` out' });
  if (jobTemplate?.spec?.manualSelector) job.at('manualSelector').error('the Jobs of a CronJob have no selector of their own');
}
