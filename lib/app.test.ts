import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, type AppProps, Chart, JsonPatch, Lazy, YamlOutputType } from 'cdk8s';
import { KubeService } from 'cdk8s-plus-27/lib/imports/k8s';
import type { Construct } from 'constructs';
import { VirtualService } from '../imports/networking.istio.io';
import { MeshApp, type MeshAppProps } from './app';
import { listName } from './synth/folder';
import type { SynthCheck } from './synth/synth-check';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meshwright-app-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const configMap = (scope: Construct, id: string, props: object = {}) =>
  new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id }, ...props });

/** An app of one chart that `declare` fills. Its objects are made up, so no rule looks at them. */
function appOf(declare: (chart: Chart) => void, props: MeshAppProps = {}): MeshApp {
  const app = new MeshApp({ outdir: join(folder, 'dist'), rules: false, ...props });
  declare(new Chart(app, 'chart'));
  return app;
}

/** The text of every file below a folder. */
function contents(root: string): Record<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name !== listName);
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(root.length + 1), readFileSync(path, 'utf8')]));
}

/** Our files begin with `---`, so that several in a row are one stream; cdk8s' do not. */
function withoutMarks(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replace(/^---\n/, '')]));
}

describe('writes, byte for byte, what cdk8s writes', () => {
  const systems: Record<string, (app: App) => void> = {
    'charts with namespace and labels': (app) => {
      for (const id of ['a', 'b']) {
        const chart = new Chart(app, id, { namespace: id, labels: { chart: id } });
        configMap(chart, `settings-${id}`, { data: { lazy: Lazy.any({ produce: () => 'x' }), yes: 'yes', script: 'a\nb\n' } });
      }
    },
    'chart dependencies': (app) => {
      const [first, second, third] = [new Chart(app, 'first'), new Chart(app, 'second'), new Chart(app, 'third')];
      for (const chart of [first, second, third]) for (const id of ['z', 'y']) configMap(chart, `${chart.node.id}-${id}`);
      first.addDependency(third);
      third.addDependency(second);
    },
    'object dependencies': (app) => {
      const chart = new Chart(app, 'chart');
      const [a, b, c, d] = [configMap(chart, 'a'), configMap(chart, 'b'), configMap(chart, 'c'), configMap(chart, 'd')];
      a.addDependency(d, c);
      c.addDependency(configMap(chart, 'e'));
      configMap(new Chart(app, 'other'), 'f').addDependency(b);
    },
    'nested charts': (app) => {
      const outer = new Chart(app, 'outer');
      configMap(outer, 'before');
      configMap(new Chart(outer, 'inner', { namespace: 'inner' }), 'inside');
      configMap(outer, 'after');
    },
    'generated classes and patches': (app) => {
      const chart = new Chart(app, 'chart');
      const service = new KubeService(chart, 'svc', { metadata: { name: 'svc' }, spec: { clusterIp: 'None', ports: [{ port: 80 }] } });
      service.addJsonPatch(JsonPatch.replace('/spec/ports/0/port', 81), JsonPatch.add('/spec/ports/-', { port: 82 }));
      new VirtualService(chart, 'vs', { metadata: { name: 'vs' }, spec: { hosts: ['*.example.com'], http: [{ timeout: '10s' }] } });
    },
    'names that cdk8s makes': (app) => {
      const chart = new Chart(app, 'A_b');
      new ApiObject(chart, 'Role', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'system:reader' } });
      new ApiObject(chart, 'unnamed', { apiVersion: 'v1', kind: 'Secret' });
    },
    'a resolver of its own': (app) => {
      app.resolvers.unshift({ resolve: (context) => context.value === 'red' && context.replaceValue('green') });
      configMap(new Chart(app, 'chart'), 'map', { data: { colour: 'red' } });
    },
    'a chart without objects': (app) => {
      new Chart(app, 'empty');
    },
    'no chart': () => {},
  };
  const types = Object.values(YamlOutputType).filter((type) => typeof type !== 'string');
  const cases = Object.entries(systems).flatMap(([name, declare]) =>
    types.map((type) => ({ name, type, layout: YamlOutputType[type], declare })),
  );

  test.each(cases)('$name, $layout', ({ type, declare }) => {
    const written = (Class: new (props: AppProps) => App, outdir: string) => {
      const app = new Class({ outdir, yamlOutputType: type });
      declare(app);
      app.synth();
      return { files: withoutMarks(contents(outdir)), yaml: app.synthYaml() };
    };
    // The objects are made up, so no rule looks at them.
    class Ours extends MeshApp {
      constructor(props: AppProps) {
        super({ ...props, rules: false });
      }
    }
    expect(written(Ours, join(folder, 'ours'))).toEqual(written(App, join(folder, 'theirs')));
  });

  test('but a number: YAML 1.1 would take `1e+21` for a string', () => {
    expect(appOf((chart) => configMap(chart, 'a', { data: 1e21 })).synthYaml()).toContain('data: 1.0e+21\n');
  });
});

describe('where it writes', () => {
  const environment = { ...process.env };
  afterEach(() => {
    process.env = { ...environment };
  });

  test('follows cdk8s-cli, and never writes what kubectl would refuse', () => {
    process.env.CDK8S_OUTDIR = join(folder, 'elsewhere');
    process.env.CDK8S_RECORD_CONSTRUCT_METADATA = 'true';
    appOf((chart) => configMap(chart, 'a'), { outdir: undefined }).synth();
    expect(Object.keys(contents(folder))).toEqual(['elsewhere/chart.k8s.yaml']);
  });

  test('clears what an earlier run left', () => {
    appOf((chart) => configMap(new Chart(chart, 'old'), 'a')).synth();
    appOf((chart) => configMap(chart, 'a')).synth();
    expect(Object.keys(contents(folder))).toEqual(['dist/chart.k8s.yaml']);
  });

  test('writes each alternative to its own folder, with the same names', () => {
    const declare = (app: App, mode: string) => configMap(new Chart(app, 'chart'), 'map', { metadata: {}, data: { mode } });
    const app = new MeshApp({ outdir: join(folder, 'dist') });
    declare(app, 'canary');
    declare(app.alternative('sticky'), 'sticky');
    declare(app.alternative('more/dark'), 'dark');
    app.synth();
    const files = contents(folder);
    expect(Object.keys(files)).toEqual(['dist/chart.k8s.yaml', 'dist/more/dark/chart.k8s.yaml', 'dist/sticky/chart.k8s.yaml']);
    expect(files['dist/sticky/chart.k8s.yaml']?.replace('sticky', 'canary')).toBe(files['dist/chart.k8s.yaml']);
  });

  test('a step of a release says what applying it changes, after the step before and over the app itself', () => {
    const declare = (chart: Chart, uri: string) =>
      new ApiObject(chart, 'routes', {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name: 'site', namespace: 'shop' },
        spec: { hosts: ['web.shop.svc.cluster.local'], http: [{ redirect: { uri } }] },
      });
    const app = appOf((chart) => declare(chart, '/old'));
    for (const step of [{ folder: 'first' }, { folder: 'second', after: 'first' }]) {
      declare(new Chart(app.alternative(step), 'chart'), `/${step.folder}`);
    }
    app.synth();
    const files = contents(folder);
    const host = 'web.shop.svc.cluster.local';
    const intro = ['What `kubectl apply` of this folder changes for callers. The synth computes it from the manifests.', ''];
    const moves = (from: string, to: string) => [
      '',
      `traffic moves: ${host}/\\* from a pod with a sidecar in shop: 301 to http://${host}${from} → 301 to http://${host}${to}.`,
      '',
      '| | what | from | before | after |',
      '|---|---|---|---|---|',
      `| Traffic that moves | \`${host}/*\` | a pod with a sidecar in shop | 301 to http://${host}${from} | 301 to http://${host}${to} |`,
      '',
    ];
    const first = ['# first', '', ...intro, '## Applied over the manifests without the release', ...moves('/old', '/first')];
    expect(files['dist/first/README.md']).toBe(first.join('\n'));
    const second = ['# second', '', ...intro, '## Applied after `first`', ...moves('/first', '/second')];
    const directly = ['## Applied directly over the manifests without the release', ...moves('/old', '/second')];
    expect(files['dist/second/README.md']).toBe([...second, ...directly].join('\n'));
    new MeshApp({ outdir: join(folder, 'dist') }).synth();
    expect(contents(folder)).toEqual({});
  });

  test.each(['', '.', '..', '../beside', 'a/../..', '/tmp', 'taken'])('refuses an alternative at %j', (path) => {
    const app = appOf((chart) => configMap(chart, 'a'));
    app.alternative('taken');
    expect(() => app.alternative(path)).toThrow(/AlternativeFolder: .*`/);
  });
});

describe('what is wrong is said before anything is written', () => {
  const refuseConfigMaps: SynthCheck = (manifests) =>
    manifests.filter(({ object }) => object.kind === 'ConfigMap').map(({ source }) => `no ConfigMap, got ${source.construct}`);

  const vs = (chart: Chart, id: string, version: string, metadata: object) =>
    new ApiObject(chart, id, {
      apiVersion: `networking.istio.io/${version}`,
      kind: 'VirtualService',
      metadata: { name: 'site', ...metadata },
    });

  test.each<[string, (chart: Chart) => void, string, MeshAppProps]>([
    [
      'two objects of one name, in two versions and two charts',
      (chart) => {
        vs(chart, 'one', 'v1', { namespace: 'shop' });
        vs(new Chart(chart.node.root, 'other', { namespace: 'shop' }), 'two', 'v1beta1', {});
      },
      'DuplicateObject: two constructs make the VirtualService `shop/site`: `chart/one` and `other/two`\n    at construct other/two\n    why: the cluster keeps one object of a kind and name, so one of the two would be lost\n    fix: give one of them another name or namespace, or declare it once',
      {},
    ],
    [
      'two objects of one name without a namespace',
      (chart) => {
        for (const id of ['one', 'two']) new ApiObject(chart, id, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
      },
      'DuplicateObject: two constructs make the Namespace `shop`: `chart/one` and `chart/two`\n',
      {},
    ],
    [
      'two files of one name',
      (chart) => {
        vs(chart, 'one', 'v1', { namespace: 'a' });
        vs(chart, 'two', 'v1', { namespace: 'b' });
      },
      'SameFile: two things would be written to `VirtualService.site.k8s.yaml`: `chart/one` and `chart/two`\n    at construct chart/two\n    why: the second would overwrite the first\n    fix: YamlOutputType.FILE_PER_CHART keeps them apart by chart',
      { yamlOutputType: YamlOutputType.FILE_PER_RESOURCE },
    ],
    ['a failed validation', (chart) => chart.node.addValidation({ validate: () => ['is wrong'] }), 'Validation: [chart] is wrong', {}],
    [
      'several failed validations',
      (chart) => chart.node.addValidation({ validate: () => ['is wrong', 'is worse'] }),
      'Validation: 2 errors\n[chart] is wrong\n[chart] is worse',
      {},
    ],
    ['a check', (chart) => configMap(chart, 'a'), 'Check: no ConfigMap, got chart/a', { checks: [refuseConfigMaps] }],
    ['a field that is lost', (chart) => configMap(chart, 'a', { data: () => 1 }), 'FieldDropped: `data` of ConfigMap `a`', {}],
  ])('%s', (_, declare, message, props) => {
    appOf((chart) => configMap(chart, 'old')).synth();
    const before = contents(folder);
    const app = appOf(declare, props);
    expect(() => app.synth()).toThrow(message);
    expect(contents(folder)).toEqual(before);
    expect(readdirSync(folder)).toEqual(['dist']);
  });

  test('in an alternative, by the same checks; one object in both is no duplicate', () => {
    const app = appOf((chart) => vs(chart, 'site', 'v1', {}), { checks: [refuseConfigMaps] });
    const chart = new Chart(app.alternative('sticky'), 'chart');
    vs(chart, 'site', 'v1', {});
    app.synth();
    configMap(chart, 'a');
    expect(() => app.synth()).toThrow('Check: no ConfigMap, got chart/a');
  });

  test('but objects of one name in other namespaces, of other kinds or groups are no duplicates', () => {
    const app = appOf((chart) => {
      vs(chart, 'a', 'v1', { namespace: 'a' });
      vs(chart, 'b', 'v1', { namespace: 'b' });
      configMap(chart, 'site', { metadata: { name: 'site', namespace: 'a' } });
      for (const apiVersion of ['networking.istio.io/v1', 'gateway.networking.k8s.io/v1'])
        new ApiObject(chart, apiVersion, { apiVersion, kind: 'Gateway', metadata: { name: 'site', namespace: 'a' } });
    });
    expect(app.synth().objects).toBe(5);
  });

  test('with each validation asked once', () => {
    let asked = 0;
    const validate = () => {
      asked += 1;
      return [];
    };
    const app = appOf((chart) => chart.node.addValidation({ validate }));
    for (const id of ['b', 'c']) configMap(new Chart(app, id), id);
    app.synth();
    expect(asked).toBe(1);
  });
});

test('manifests are the objects in order, each with the construct that the user declared', () => {
  const app = appOf((chart) => {
    configMap(chart, 'one');
    new KubeService(new Chart(chart, 'users'), 'Resource', { metadata: { name: 'users' } });
  });
  const described = app.manifests().map(({ object, source }) => [source.construct, object.kind, object.metadata.name]);
  expect(described).toEqual([
    ['chart/users', 'Service', 'users'],
    ['chart/one', 'ConfigMap', 'one'],
  ]);
});
