import { said } from './said.test.helper';
import { scheduleProblem } from './schedule';
import { timeZoneProblem } from './time-zone';

const pod = { containers: [{ name: 'app', image: 'a:1' }], restartPolicy: 'Never' };
const job = (more: object, labels: object = {}) => ({ spec: { template: { metadata: { labels }, spec: pod }, ...more } });
const selector = { matchLabels: { app: 'a' } };

test.each<[string, object, string[]]>([
  ['right', job({ completions: 2, parallelism: 1, completionMode: 'Indexed', backoffLimitPerIndex: 1, maxFailedIndexes: 1 }), []],
  [
    'numbers',
    job({ completions: -1, backoffLimit: -1, ttlSecondsAfterFinished: -1 }),
    ['completions', 'backoffLimit', 'ttlSecondsAfterFinished'],
  ],
  ['words', job({ completionMode: 'indexed', podReplacementPolicy: 'Always' }), ['completionMode', 'podReplacementPolicy']],
  ['no numbers to give', job({ completionMode: 'Indexed', parallelism: 2 }), ['completions']],
  [
    'more failures than pods',
    job({ completionMode: 'Indexed', completions: 1, backoffLimitPerIndex: 1, maxFailedIndexes: 2 }),
    ['maxFailedIndexes'],
  ],
  ['failures by index', job({ maxFailedIndexes: 1 }), ['backoffLimitPerIndex', 'maxFailedIndexes']],
  ['a selector', job({ selector }, { app: 'a' }), ['selector']],
  ['a selector of its own', job({ selector, manualSelector: true }, { app: 'a' }), []],
  ['a selector of others', job({ selector, manualSelector: true }), ['selector']],
  ['no selector of its own', job({ manualSelector: true }), ['selector']],
  ['its own labels', job({}, { 'job-name': 'b' }), ['template.metadata.labels.job-name']],
  ['its own labels, as they are', job({}, { 'job-name': 'a' }), []],
])('Job: %s', (_name, rest, expected) => {
  expect(said('Job', rest)).toEqual(expected.map((path) => `spec.${path}`));
});

const failing = (...rules: object[]) => job({ podFailurePolicy: { rules } });
const onExitCodes = { operator: 'In', values: [1, 2] };

test.each<[string, object, string[]]>([
  ['by code', failing({ action: 'FailJob', onExitCodes }), []],
  ['by condition', failing({ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }), []],
  ['by nothing', failing({ action: 'Fail' }), ['rules.0.action', 'rules.0']],
  [
    'by both',
    failing({ action: 'Count', onExitCodes, onPodConditions: [{ type: 'a b', status: 'true' }] }),
    ['rules.0.onPodConditions.0.type', 'rules.0.onPodConditions.0.status', 'rules.0'],
  ],
  ['one index of none', failing({ action: 'FailIndex', onExitCodes }), ['rules.0.action']],
  [
    'of no container',
    failing({ action: 'FailJob', onExitCodes: { ...onExitCodes, containerName: 'x' } }),
    ['rules.0.onExitCodes.containerName'],
  ],
  [
    'by no code',
    failing({ action: 'FailJob', onExitCodes: { operator: 'in', values: [] } }),
    ['rules.0.onExitCodes.operator', 'rules.0.onExitCodes.values'],
  ],
  [
    'by success',
    failing({ action: 'FailJob', onExitCodes: { operator: 'In', values: [0, 2, 1] } }),
    ['rules.0.onExitCodes.values.0', 'rules.0.onExitCodes.values.2'],
  ],
])('failure policy: %s', (_name, rest, expected) => {
  expect(said('Job', rest)).toEqual(expected.map((path) => `spec.podFailurePolicy.${path}`));
});

const indexed = (...rules: object[]) => job({ completions: 5, completionMode: 'Indexed', successPolicy: { rules } });

test.each<[string, object, string[]]>([
  ['some', indexed({ succeededIndexes: '0,2-4', succeededCount: 4 }), []],
  ['none', indexed(), ['rules']],
  ['any', indexed({}), ['rules.0']],
  [
    'too many',
    indexed({ succeededIndexes: '0,2-4', succeededCount: 5 }, { succeededCount: 6 }),
    ['rules.0.succeededCount', 'rules.1.succeededCount'],
  ],
  [
    'unknown ones',
    indexed(...['5', '1,0', '2-2', 'a', '1-2-3'].map((succeededIndexes) => ({ succeededIndexes }))),
    [0, 1, 2, 3, 4].map((rule) => `rules.${rule}.succeededIndexes`),
  ],
])('success policy: %s', (_name, rest, expected) => {
  expect(said('Job', rest)).toEqual(expected.map((path) => `spec.successPolicy.${path}`));
});

test('a Job of very many indexes says how many may fail', () => {
  const rest = job({ completions: 100_001, completionMode: 'Indexed', backoffLimitPerIndex: 1, parallelism: 10_001 });
  expect(said('Job', rest)).toEqual(['spec.maxFailedIndexes', 'spec.parallelism']);
});

test('the pods of an indexed Job have names', () => {
  const rest = job({ completions: 10, completionMode: 'Indexed' });
  expect(said('Job', rest, 'a'.repeat(61))).toEqual([]);
  expect(said('Job', rest, 'a'.repeat(62))).toEqual(['metadata.name']);
});

test.each<[string, object, string[]]>([
  ['right', { timeZone: 'Europe/Berlin', concurrencyPolicy: '' }, []],
  ['a zone', { timeZone: 'Berlin' }, ['timeZone']],
  ['numbers', { startingDeadlineSeconds: -1, failedJobsHistoryLimit: -1 }, ['startingDeadlineSeconds', 'failedJobsHistoryLimit']],
  ['selectors', { jobTemplate: job({ selector, manualSelector: true }) }, ['jobTemplate.spec.selector', 'jobTemplate.spec.manualSelector']],
])('CronJob: %s', (_name, more, expected) => {
  expect(said('CronJob', { spec: { schedule: '@daily', jobTemplate: job({}), ...more } })).toEqual(expected.map((path) => `spec.${path}`));
});

test('the name of a CronJob leaves room', () => {
  expect(said('CronJob', { spec: { schedule: '@daily', jobTemplate: job({}) } }, 'a'.repeat(53))).toEqual(['metadata.name']);
});

test.each([
  ['*/5 0-6 1,15 * MON', true],
  ['0 0 1-31/2 jan-MAR ?', true],
  ['5/15 * * * *', true],
  ['@every 1h30m', true],
  ['@weekly', true],
  ['60 * * * *', false],
  ['* * 0 * *', false],
  ['* * * * 7', false],
  ['5-1 * * * *', false],
  ['*/0 * * * *', false],
  ['1-2-3 * * * *', false],
  ['*-5 * * * *', true],
  ['1/2/3 * * * *', false],
  ['a * * * *', false],
  ['* * * *', false],
  ['@every 5', false],
  ['@Daily', false],
  ['TZ=UTC * * * * *', false],
  ['', false],
])('schedule %j: %s', (schedule, isRight) => {
  expect(scheduleProblem(schedule) === undefined).toBe(isRight);
});

test.each([
  ['UTC', true],
  ['Etc/GMT+5', true],
  ['US/Pacific', true],
  ['europe/berlin', false],
  ['gmt0', false],
  ['IST', false],
  ['SystemV/EST5', false],
  ['right/UTC', true],
  ['Factory', true],
  ['Mars/Olympus', false],
  ['+01:00', false],
  ['../etc', false],
  ['', false],
])('time zone %j: %s', (name, isRight) => {
  expect(timeZoneProblem(name) === undefined).toBe(isRight);
});
