import { type Manifest, sourceOfObject } from '../manifest/manifest';
import { check } from './run';

const source = sourceOfObject();
const service: Manifest = {
  object: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'shop' }, spec: { ports: [{ name: 'http', port: 80 }] } },
  source,
};
const to = (destination: object): Manifest => ({
  object: {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'shop' },
    spec: { hosts: ['shop'], http: [{ route: [{ destination }] }] },
  },
  source,
});
const found = (manifests: Manifest[], unrendered: string[] = []) =>
  check({ manifests, problems: [], unrendered })
    .filter(({ code }) => code === 'IST0101' || code === 'IST0106')
    .map(({ level, message, why }) => ({ level, message, why }));

test('what is missing may be in what a chart makes that was not rendered', () => {
  expect(found([service, to({ host: 'sohp' })])).toMatchObject([{ level: 'error' }]);
  expect(found([service, to({ host: 'sohp' })], ['chart/templates/a.yaml'])).toEqual([
    {
      level: 'info',
      message: expect.stringMatching(/^undecided: no service/),
      why: 'it may be in what `chart/templates/a.yaml` or the like makes, which was not rendered',
    },
  ]);
});

test('what an object that was read lacks is decided all the same', () => {
  expect(found([service, to({ host: 'shop', port: { number: 81 } })], ['chart/templates/a.yaml'])).toMatchObject([{ level: 'error' }]);
});

test('a field that a kustomization may change is undecided, the others are not', () => {
  const changed: Manifest = {
    ...to({ host: 'shop', port: { number: 70000 } }),
    changedBy: (path) => (path.includes('route') ? 'k.yaml' : undefined),
  };
  const { object } = to({ host: 'shop' });
  const kept = { ...changed, object: { ...object, spec: { hosts: ['a/b'], http: [{ route: [{ destination: { host: 'shop' } }] }] } } };
  const texts = (manifest: Manifest) => found([service, manifest]).map(({ level, why }) => [level, why]);
  expect(new Set(texts(changed).map(String))).toEqual(
    new Set(['info,`k.yaml` may change it before it is applied: --render reads what it makes']),
  );
  expect(texts(kept).map(([level]) => level)).toEqual(['error']);
});

test.each(['istiod', 'istio-egressgateway'])('%s belongs to an installation that the manifests rarely hold', (name) => {
  expect(found([service, to({ host: `${name}.istio-system.svc.cluster.local` })])).toMatchObject([
    { level: 'info', message: expect.stringMatching(/^undecided: `istio/) },
  ]);
  const istiod: Manifest = {
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'istiod', namespace: 'istio-system', labels: { app: 'istiod' } },
    },
    source,
  };
  expect(found([service, istiod, to({ host: `${name}.istio-system.svc.cluster.local` })])).toMatchObject([{ level: 'error' }]);
});

test('what is undecided for two reasons is called so once', () => {
  const [finding] = found([to({ host: 'istiod.istio-system.svc.cluster.local' })], ['chart/templates/a.yaml']);
  expect(finding?.message).toMatch(/^undecided: `istiod/);
});

test('a value that is filled in later is undecided', () => {
  const texts = found([service, to({ host: '{{ .Destination }}' })]).map(({ level, why }) => [level, why]);
  expect(new Set(texts.map(String))).toEqual(new Set(['info,`{{ .Destination }}` is filled in before it is applied']));
});

test('a gateway that may be made elsewhere may serve the host', () => {
  const bound: Manifest = {
    source,
    object: {
      ...to({ host: 'shop' }).object,
      spec: { hosts: ['*'], gateways: ['edge'], http: [{ route: [{ destination: { host: 'shop' } }] }] },
    },
  };
  const levels = (unrendered: string[]) =>
    check({ manifests: [service, bound], problems: [], unrendered })
      .filter(({ code }) => code === 'IST0132' || code === 'IST0101')
      .map(({ level }) => level);
  expect(levels([])).toEqual(['error', 'warning']);
  expect(levels(['chart/templates/a.yaml'])).toEqual(['info', 'info']);
});
