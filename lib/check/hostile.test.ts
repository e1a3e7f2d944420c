import fc from 'fast-check';
import type { KubernetesObject } from '../manifest/manifest';
import { validateAdmission } from './admission/validate';
import { validateSchema } from './schema/validate';
import type { Violation } from './violation';

const kinds = [
  ['networking.istio.io/v1', 'VirtualService'],
  ['networking.istio.io/v1', 'DestinationRule'],
  ['networking.istio.io/v1', 'Gateway'],
  ['networking.istio.io/v1', 'ServiceEntry'],
  ['networking.istio.io/v1', 'Sidecar'],
  ['networking.istio.io/v1alpha3', 'EnvoyFilter'],
  ['security.istio.io/v1', 'AuthorizationPolicy'],
  ['security.istio.io/v1', 'RequestAuthentication'],
  ['telemetry.istio.io/v1', 'Telemetry'],
  ['extensions.istio.io/v1alpha1', 'WasmPlugin'],
  ['apps/v1', 'Deployment'],
  ['v1', 'Service'],
] as const;

/** Field names that lead into the schemas, and some that lead astray. */
const names = [
  'spec',
  'metadata',
  'status',
  'hosts',
  'http',
  'tls',
  'tcp',
  'match',
  'route',
  'destination',
  'host',
  'port',
  'number',
  'name',
  'uri',
  'prefix',
  'regex',
  'headers',
  'subsets',
  'labels',
  'servers',
  'trafficPolicy',
  'rules',
  'from',
  'source',
  'template',
  'containers',
  'ports',
  'selector',
  'constructor',
  '__proto__',
  'toString',
  '',
  'a.b/c',
];

const tree = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 7, depthSize: 'medium' },
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      80,
      1.5,
      1e300,
      Number.NaN,
      '',
      '*',
      'a',
      '*.a.com',
      '5s',
      '(?i',
      '%',
      '10.0.0.0/8',
      '\u0000',
      '💡',
      '/',
      'unix://',
    ),
    fc.string({ unit: 'binary' }),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...names), tie('tree'), { maxKeys: 6 }),
  ),
})).tree;

function judge(object: unknown): Violation[] {
  return [...validateSchema(object as KubernetesObject), ...validateAdmission(object as KubernetesObject)];
}

function isWellFormed({ message, path }: Violation): boolean {
  return message !== '' && path.every((step) => typeof step === 'string' || typeof step === 'number');
}

test('never throws, whatever the object', () => {
  fc.assert(
    fc.property(fc.constantFrom(...kinds), tree, tree, (kind, metadata, spec) =>
      judge({ apiVersion: kind[0], kind: kind[1], metadata, spec }).every(isWellFormed),
    ),
    { numRuns: 1500 },
  );
});

test.each<[string, unknown]>([
  ['a long text where a name belongs', { hosts: ['a.'.repeat(500_000)] }],
  ['a long label', { hosts: ['a'], http: [{ match: [{ sourceLabels: { [`${'a.'.repeat(200_000)}/b`]: 'x'.repeat(500_000) } }] }] }],
  ['a long pattern', { hosts: ['a'], http: [{ match: [{ uri: { regex: '(a*)*'.repeat(200) } }] }] }],
  ['many hosts', { hosts: Array.from({ length: 5_000 }, (_, index) => `h${index}.com`) }],
  ['many wildcards', { hosts: Array.from({ length: 1_000 }, (_, index) => `*.h${index}.com`) }],
  ['many prefixes', { hosts: ['a'], http: Array.from({ length: 3_000 }, (_, index) => ({ match: [{ uri: { prefix: `/${index}` } }] })) }],
  ['a long duration', { hosts: ['a'], http: [{ timeout: `${'1'.repeat(100_000)}s` }] }],
  ['a long number', { hosts: ['a'], http: [{ retries: { attempts: '9'.repeat(100_000) } }] }],
  ['a long header', { hosts: ['a'], http: [{ headers: { request: { set: { a: '%'.repeat(500_001) } } } }] }],
])('%s takes less than a second of the processor', (_name, spec) => {
  const object = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'a' }, spec };
  judge(object);
  const start = process.cpuUsage();
  judge(object);
  expect(process.cpuUsage(start).user).toBeLessThan(1_000_000);
});
