import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { CronJobSpec, JobSpec, PodSpec } from '../../../imports/kubernetes';
import { ConstructError } from '../../errors';
import { Caller } from '../caller';
import { freeId, metadataOf, type WithMetadata } from '../metadata';
import type { ServiceAccountProps } from '../microservice-props';
import { onlyKnown } from '../only-known';
import { within } from '../within';
import type { DeepPartial } from './deep-partial';
import { renderPod } from './pod';
import type { PodProps } from './pod-props';
import { renderProxy } from './proxy';
import { makeServiceAccount } from './service-account';
import { strategicMerge } from './strategic-merge';

export interface JobProps extends PodProps, WithMetadata {
  /** Image with its tag or digest. */
  readonly image: string;
  /** What becomes of a container that fails: another in the same pod, or another pod. @default 'Never' */
  readonly restartPolicy?: 'Never' | 'OnFailure';
  /** The identity of the pods. @default - one of its own, with the job's name and without a token */
  readonly serviceAccount?: ServiceAccountProps;
  /** Any other field of the Job, for example `backoffLimit` or `parallelism`, merged as `pod` is. @default - none */
  readonly job?: DeepPartial<Omit<JobSpec, 'template' | 'selector'>>;
}

/**
 * Pods that call others, and that nobody calls by a name. The sidecar is an init container (`sidecar.istio.io/nativeSidecar`), so that a
 * pod ends when the application does.
 */
abstract class Batch extends Caller {
  readonly namespace?: string;
  /** The ServiceAccount of its pods: the identity it calls as. */
  readonly serviceAccountName: string;
  readonly labels: { readonly app: string };
  readonly host = undefined;
  readonly protocol = undefined;
  readonly podPorts: readonly number[] = [];
  readonly httpPorts: readonly number[] = [];
  /** @internal */
  readonly policyName: string;
  /** Labels and annotations of every object. */
  protected readonly metadata: {
    readonly name: string;
    readonly labels: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };

  /** @internal */
  constructor(scope: Construct, id: string, props: JobProps) {
    super(scope, id);
    const { metadata, serviceAccount = {} } = props;
    const { name, labels, annotations } = within(this, () => metadataOf(id, metadata, 'the name of a job'));
    this.namespace = Chart.of(this).namespace;
    this.serviceAccountName = serviceAccount.name ?? name;
    this.labels = { app: name };
    this.policyName = name;
    this.metadata = { name, labels: { ...labels, ...this.labels }, annotations };
    within(this, () =>
      makeServiceAccount(this, { ...serviceAccount, name: this.serviceAccountName, labels: this.metadata.labels, common: annotations }),
    );
  }

  /** @throws ConstructError those of `renderPod`, `OwnedField` */
  protected jobSpec({ restartPolicy = 'Never', podMetadata = {}, proxy = {}, job, ...pods }: JobProps): Record<string, unknown> {
    const tuned = renderProxy(proxy.inject === false ? proxy : { native: true, ...proxy });
    const labels = { ...podMetadata.labels, ...this.labels, version: 'v1', ...tuned.labels };
    const {
      serviceAccountName,
      labels: { app: container },
    } = this;
    const pod: PodSpec = renderPod({ ...pods, container, kind: 'Job', serviceAccountName, ports: [], probes: {} });
    const spec = {
      template: {
        metadata: { labels, annotations: { ...podMetadata.annotations, ...tuned.annotations } },
        spec: { restartPolicy, ...pod },
      },
    };
    return job ? strategicMerge(spec, { ...job }, { type: 'JobSpec', path: 'job', owned: ownedByJob }) : spec;
  }
}

function ownedByJob(path: string): string | undefined {
  return path === 'job.template' || path === 'job.selector' ? 'say it by the prop `pod`' : undefined;
}

/** Work that is done once. Source: Kubernetes `Job`. */
export class Job extends Batch {
  /**
   * @param id also the name, unless `metadata` says another
   * @throws ConstructError `NameForm`, `FloatingImage`, `RootUser`, `UnknownVolume`, `OwnedField`
   */
  constructor(scope: Construct, id: string, props: JobProps) {
    super(scope, freeId(scope, id, 'Job'), props);
    onlyKnown('JobProps', props, this);
    within(this, () => {
      new ApiObject(this, 'Default', { apiVersion: 'batch/v1', kind: 'Job', metadata: this.metadata, spec: this.jobSpec(props) });
    });
  }
}

export interface CronJobProps extends JobProps {
  /** When it is done, in five fields: `0 3 * * *` is each night at three. */
  readonly schedule: string;
  /** The time zone of the schedule, for example `Europe/Berlin`. @default - the cluster's */
  readonly timeZone?: string;
  /** What happens when the last one still runs. @default 'Forbid' */
  readonly concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace';
  /** Any other field of the CronJob. @default - none */
  readonly cronJob?: DeepPartial<Omit<CronJobSpec, 'jobTemplate' | 'schedule'>>;
}

/** Work that is done again and again. Source: Kubernetes `CronJob`. */
export class CronJob extends Batch {
  /**
   * @param id also the name, unless `metadata` says another
   * @throws ConstructError `Schedule`, `NameTooLong`, and those of a `Job`
   */
  constructor(scope: Construct, id: string, props: CronJobProps) {
    super(scope, freeId(scope, id, 'CronJob'), props);
    onlyKnown('CronJobProps', props, this);
    const { schedule, timeZone, concurrencyPolicy = 'Forbid', cronJob, ...job } = props;
    within(this, () => {
      checkSchedule(schedule);
      if (this.metadata.name.length > 52) {
        throw new ConstructError('NameTooLong', `the name of a cron job has at most 52 characters, got ${this.metadata.name.length}`, {
          why: 'each of its jobs has 11 more',
        });
      }
      const spec = { schedule, timeZone, concurrencyPolicy, jobTemplate: { spec: this.jobSpec(job) } };
      const merged = cronJob ? strategicMerge(spec, { ...cronJob }, { type: 'CronJobSpec', path: 'cronJob', owned: ownedByCronJob }) : spec;
      new ApiObject(this, 'Default', { apiVersion: 'batch/v1', kind: 'CronJob', metadata: this.metadata, spec: merged });
    });
  }
}

function ownedByCronJob(path: string): string | undefined {
  return path === 'cronJob.jobTemplate'
    ? 'say it by the props `job` and `pod`'
    : path === 'cronJob.schedule'
      ? 'say it by the prop `schedule`'
      : undefined;
}

/** @throws ConstructError `Schedule` */
function checkSchedule(schedule: string): void {
  if (/^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/.test(schedule) || /^\S+( \S+){4}$/.test(schedule)) return;
  throw new ConstructError('Schedule', `a schedule has five fields, minute to day of the week, got \`${schedule}\``, {
    fix: "schedule: '0 3 * * *'",
  });
}
