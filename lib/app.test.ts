import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, type AppProps, Chart, JsonPatch, Lazy, YamlOutputType } from 'cdk8s';
import { KubeService } from 'cdk8s-plus-27/lib/imports/k8s';
import type { Construct } from 'constructs';
import { loadAll } from 'js-yaml';
import { VirtualService } from '../imports/networking.istio.io';
import { MeshApp } from './app';

const configMap = (scope: Construct, id: string, props: object = {}) =>
  new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id }, ...props });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meshwright-app-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Every file below a folder, with its text. */
function contents(root: string): Record<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map(({ parentPath, name }) => [join(parentPath, name).slice(root.length + 1), readFileSync(join(parentPath, name), 'utf8')])
      .sort(),
  );
}

/** Files in which order, and the objects of each. */
function parsed(files: Record<string, string>): Record<string, unknown[]> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, loadAll(text)]));
}

describe('the same as cdk8s', () => {
  const systems: Record<string, (app: App) => void> = {
    'two charts': (app) => {
      for (const id of ['a', 'b'])
        configMap(new Chart(app, id, { namespace: id, labels: { chart: id } }), `settings-${id}`, {
          data: { a: Lazy.any({ produce: () => 'x' }) },
        });
    },
    'chart dependencies': (app) => {
      const [first, second, third] = ['first', 'second', 'third'].map((id) => new Chart(app, id)) as [Chart, Chart, Chart];
      for (const chart of [first, second, third]) for (const id of ['z', 'y']) configMap(chart, `${chart.node.id}-${id}`);
      first.addDependency(third);
      third.addDependency(second);
    },
    'object dependencies': (app) => {
      const chart = new Chart(app, 'chart');
      const objects = ['a', 'b', 'c', 'd', 'e'].map((id) => configMap(chart, id)) as [
        ApiObject,
        ApiObject,
        ApiObject,
        ApiObject,
        ApiObject,
      ];
      objects[0].addDependency(objects[3], objects[2]);
      objects[2].addDependency(objects[4]);
      configMap(new Chart(app, 'other'), 'f').addDependency(objects[1]);
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
      new VirtualService(chart, 'vs', { metadata: { name: 'vs' }, spec: { hosts: ['yes'], http: [{ timeout: '10s' }] } });
    },
    'a chart without objects': (app) => {
      new Chart(app, 'empty');
    },
    'no chart': () => {},
  };
  const types = [
    YamlOutputType.FILE_PER_APP,
    YamlOutputType.FILE_PER_CHART,
    YamlOutputType.FILE_PER_RESOURCE,
    YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
  ];
  const cases = Object.keys(systems).flatMap((name) => types.map((type) => [name, YamlOutputType[type], type] as const));

  test.each(cases)('%s, %s', (name, _, yamlOutputType) => {
    const declare = systems[name] as (app: App) => void;
    const synthesized = (App: new (props: AppProps) => App, outdir: string) => {
      const app = new App({ outdir, yamlOutputType });
      declare(app);
      app.synth();
      return parsed(contents(outdir));
    };
    const [ours, theirs] = [synthesized(MeshApp, join(folder, 'ours')), synthesized(App, join(folder, 'theirs'))];
    expect(ours).toEqual(theirs);
    expect(JSON.stringify(ours)).toBe(JSON.stringify(theirs));
  });
});

describe('a failing app', () => {
  test('leaves the old output whole', () => {
    const outdir = join(folder, 'dist');
    const before = new MeshApp({ outdir });
    configMap(new Chart(before, 'old'), 'old');
    before.synth();
    const kept = contents(outdir);

    const app = new MeshApp({ outdir });
    const chart = new Chart(app, 'new');
    configMap(chart, 'one', { metadata: { name: 'same' } });
    configMap(chart, 'two', { metadata: { name: 'same' } });
    expect(() => app.synth()).toThrow('two constructs make the ConfigMap `same`: `new/one` and `new/two`');
    expect(contents(outdir)).toEqual(kept);
    expect(readdirSync(folder)).toEqual(['dist']);
  });
});

test('writes alternatives below, and clears what an earlier run left', () => {
  const outdir = join(folder, 'dist');
  const declare = (app: App, id: string) => configMap(new Chart(app, id), 'settings');
  const first = new MeshApp({ outdir });
  declare(first, 'gone');
  first.synth();
  const app = new MeshApp({ outdir });
  declare(app, 'site');
  declare(app.alternative('sticky'), 'site');
  app.synth();
  expect(Object.keys(contents(outdir))).toEqual(['site.k8s.yaml', 'sticky/site.k8s.yaml']);
});

test('refuses a folder that holds what synth did not write', () => {
  writeFileSync(join(folder, 'notes.txt'), '');
  expect(() => new MeshApp({ outdir: folder }).synth()).toThrow(/ForeignFile: .* holds `notes.txt`/);
  expect(existsSync(join(folder, 'notes.txt'))).toBe(true);
});

test('a field that the generated class does not know is an error that names the nearest', () => {
  const chart = new Chart(new MeshApp({ outdir: folder }), 'chart');
  const service = new KubeService(chart, 'svc', { metadata: { name: 'svc' } });
  service.addJsonPatch(JsonPatch.add('/spec', { clusterIP: 'None' }));
  expect(() => (chart.node.root as MeshApp).manifests()).toThrow(
    /`spec.clusterIP` of Service `svc` would not reach the YAML[\s\S]*`clusterIp`/,
  );
});
