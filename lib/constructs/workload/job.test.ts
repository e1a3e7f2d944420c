import type { Chart } from 'cdk8s';
import { declared, refusal, specOf } from '../declared.test.helper';
import { Microservice } from '../microservice';
import { ZeroTrust } from '../security/zero-trust';
import { CronJob, type CronJobProps, Job } from './job';

const props = { image: 'report:v1', schedule: '0 3 * * *' };
const nightly = (more: Partial<CronJobProps> = {}) => declared((chart) => new CronJob(chart, 'report', { ...props, ...more }));

test('a job ends although a sidecar runs beside it', () => {
  const spec = specOf(
    declared((chart) => new Job(chart, 'migrate', { image: 'migrate:v1', job: { backoffLimit: 2 }, env: { LOG: 'info' } })),
    'Job',
  );
  expect(spec).toMatchObject({
    backoffLimit: 2,
    template: {
      metadata: { labels: { app: 'migrate', version: 'v1' }, annotations: { 'sidecar.istio.io/nativeSidecar': 'true' } },
      spec: {
        restartPolicy: 'Never',
        serviceAccountName: 'migrate',
        containers: [{ name: 'migrate', env: [{ name: 'LOG', value: 'info' }] }],
      },
    },
  });
});

test('without a sidecar nothing is said of it', () => {
  const { template } = specOf(
    declared((chart) => new Job(chart, 'migrate', { image: 'migrate:v1', proxy: { inject: false } })),
    'Job',
  );
  expect(template).toMatchObject({ metadata: { labels: { 'sidecar.istio.io/inject': 'false' }, annotations: {} } });
});

test('a cron job makes jobs by a schedule', () => {
  expect(specOf(nightly({ timeZone: 'Etc/UTC', cronJob: { suspend: true }, job: { completions: 3 } }), 'CronJob')).toMatchObject({
    schedule: '0 3 * * *',
    timeZone: 'Etc/UTC',
    concurrencyPolicy: 'Forbid',
    suspend: true,
    jobTemplate: { spec: { completions: 3, template: { spec: { restartPolicy: 'Never' } } } },
  });
});

test('it calls, and is admitted by whom it calls', () => {
  const objects = declared((chart) => {
    const users = new Microservice(chart, 'user', { image: 'user:v1', port: 8000 });
    new CronJob(chart, 'report', props).calls(users);
    new ZeroTrust(chart, 'zero-trust');
  });
  const policy = (name: string) => objects.find(({ kind, metadata }) => kind === 'AuthorizationPolicy' && metadata.name === name);
  expect(JSON.stringify(policy('user')?.spec)).toMatch('cluster.local/ns/shop/sa/report');
  expect(policy('report')?.spec).toEqual({ selector: { matchLabels: { app: 'report' } }, action: 'ALLOW' });
});

test.each<[string, (chart: Chart) => void]>([
  ['Schedule', (chart) => new CronJob(chart, 'report', { ...props, schedule: 'nightly' })],
  ['NameTooLong', (chart) => new CronJob(chart, 'r'.repeat(53), props)],
  ['FloatingImage', (chart) => new Job(chart, 'migrate', { image: 'migrate' })],
  ['OwnedField', (chart) => new Job(chart, 'migrate', { image: 'migrate:v1', job: { template: {} } as object })],
  ['OwnedField', (chart) => new CronJob(chart, 'report', { ...props, cronJob: { jobTemplate: {} } as object })],
])('%s', (errorName, declare) => {
  const error = refusal(declare);
  expect(error).toMatchObject({ errorName });
  expect(error.details.construct).toMatch(/^shop\//);
});
