import { declared, refusal } from '../declared.test.helper';
import { Microservice } from '../microservice';
import { Dashboard, type DashboardProps } from './dashboard';
import { Objective } from './objective';
import { Requests } from './requests';
import { Slo } from './slo';

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly fieldConfig?: {
    readonly defaults: { readonly unit?: string; readonly min?: number; readonly thresholds?: { readonly steps: unknown } };
  };
  readonly targets?: readonly { readonly expr: string; readonly refId: string; readonly legendFormat: string }[];
}

interface Model {
  readonly title: string;
  readonly uid: string;
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
  readonly panels: readonly Panel[];
}

function configMap(props: (requests: Requests, slo: Slo, service: Microservice<'v1' | 'v2'>) => DashboardProps) {
  const objects = declared((chart) => {
    const service = new Microservice(chart, 'user', { image: 'user', port: 8000, versions: { v1: {}, v2: {} } });
    const requests = Requests.to(service);
    const slo = new Slo(chart, 'user-slo', { requests, objective: Objective.availability(99.9) });
    new Dashboard(chart, 'user-dashboard', props(requests, slo, service));
  });
  const found = objects.find(({ kind }) => kind === 'ConfigMap') as unknown as {
    metadata: { labels: object };
    data: Record<string, string>;
  };
  return { labels: found.metadata.labels, model: JSON.parse(found.data['user-dashboard.json'] ?? '') as Model };
}

const { labels, model } = configMap((requests, slo) => ({ title: 'Users', requests: [requests], slos: [slo] }));
const row = (title: string) => {
  const start = model.panels.findIndex((panel) => panel.type === 'row' && panel.title === title);
  const rest = model.panels.slice(start + 1);
  const end = rest.findIndex(({ type }) => type === 'row');
  return end < 0 ? rest : rest.slice(0, end);
};

test("is what Grafana's sidecar looks for", () => {
  expect(labels).toEqual({ grafana_dashboard: '1' });
  expect(model).toMatchObject({ title: 'Users', uid: expect.stringMatching(/^[0-9a-f]{16}$/) });
});

test('shows objectives, then requests: all, by version, by route', () => {
  expect(model.panels.filter(({ type }) => type === 'row').map(({ title }) => title)).toEqual([
    'user: 99.9 % of requests do not fail',
    'user',
    'user: by version',
    'user: by route',
  ]);
});

test('each panel asks for what its title says', () => {
  const asked = model.panels.map(({ title, type, fieldConfig, targets = [] }) => ({
    title,
    type,
    unit: fieldConfig?.defaults.unit,
    min: fieldConfig?.defaults.min,
    colors: fieldConfig?.defaults.thresholds?.steps,
    queries: targets.map(({ legendFormat, expr }) => `${legendFormat}: ${expr}`),
  }));
  expect(asked).toMatchSnapshot();
});

test('refreshes itself, and is edited in its source alone', () => {
  expect(model).toMatchObject({ refresh: '30s', time: { from: 'now-1h', to: 'now' }, editable: false, tags: ['meshwright'] });
});

test('requests of a program are measured in seconds', () => {
  const { model } = configMap((_requests, _slo, service) => ({ title: 'Users', requests: [Requests.servedBy(service)] }));
  expect(model.panels.find(({ title }) => title === 'duration')?.fieldConfig?.defaults.unit).toBe('s');
});

test('a canary stands beside what it replaces, in rate, share, errors and duration', () => {
  const panels = row('user: by version');
  expect(panels.map(({ title }) => title)).toEqual(['requests', 'share of requests', 'errors', 'duration p99']);
  for (const { targets } of panels) {
    expect(targets?.[0]?.expr).toMatch(/by \(destination_version/);
    expect(targets?.[0]?.legendFormat).toBe('{{destination_version}}');
  }
});

test('every panel asks the Prometheus that is chosen, each query by a name of its own', () => {
  expect(model.templating.list).toEqual([expect.objectContaining({ name: 'datasource', type: 'datasource' })]);
  for (const { targets, datasource } of model.panels.filter(({ type }) => type !== 'row')) {
    expect(datasource).toEqual({ type: 'prometheus', uid: '$datasource' });
    const names = targets?.map(({ refId }) => refId) ?? [];
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
  }
});

test('panels fill their rows and do not overlap', () => {
  const taken = new Set<string>();
  for (const { gridPos } of model.panels) {
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        expect(taken).not.toContain(`${x},${y}`);
        taken.add(`${x},${y}`);
      }
    }
  }
});

test('the labels can be those of another set-up', () => {
  expect(configMap((requests) => ({ requests: [requests], labels: { dashboards: 'yes' } })).labels).toEqual({ dashboards: 'yes' });
});

test('an empty one is refused', () => {
  const error = refusal((chart) => new Dashboard(chart, 'user-dashboard', {}));
  expect(error).toMatchObject({ errorName: 'EmptyDashboard', details: { construct: 'shop/user-dashboard' } });
});
