import { ApiObject, App, Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import fc from 'fast-check';
import { SynthOrder } from './order';

const object = (scope: Construct, id: string) => new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap' });

/** Numbers that say which construct is made where, and which pairs depend on each other. */
const trees = fc.record({
  charts: fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }),
  objects: fc.array(fc.nat(20), { minLength: 1, maxLength: 7 }),
  dependencies: fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 6 }),
});
type Tree = typeof trees extends fc.Arbitrary<infer T> ? T : never;

/** A chart is made in the app or in an earlier chart; an object in a chart or in a construct inside one. */
function declare({ charts: parents, objects: places, dependencies }: Tree): App {
  const app = new App();
  const charts: Construct[] = [];
  for (const [index, parent] of parents.entries()) charts.push(new Chart(charts[parent - 1] ?? app, `chart-${index}`));
  const scopes = [...charts, ...charts.map((chart) => new Construct(chart, 'part'))];
  const objects = places.map((place, index) => object(scopes[place % scopes.length] ?? app, `object-${index}`));
  const all: IConstruct[] = [...objects, ...scopes];
  for (const [from, to] of dependencies) {
    const [source, target] = [all[from % all.length], all[to % all.length]];
    if (source && target && source !== target) source.node.addDependency(target);
  }
  return app;
}

/** Chart → its objects, in order; undefined when the app is refused. */
function attempt(order: () => [string, string[]][]): [string, string[]][] | undefined {
  try {
    return order();
  } catch {
    return undefined;
  }
}

const paths = (constructs: readonly IConstruct[]) => constructs.map(({ node }) => node.path);

test('is the order of cdk8s; what is refused, cdk8s refuses too or leaves something out of', () => {
  let compared = 0;
  fc.assert(
    fc.property(trees, (tree) => {
      const ours = attempt(() => {
        const order = new SynthOrder(declare(tree));
        return order.charts.map((chart) => [chart.node.path, paths(order.objects(chart))]);
      });
      const theirs = attempt(() => {
        const app = declare(tree);
        const [first] = app.charts;
        first?.toJson(); // derives the dependencies of charts from those of constructs
        const byName = new Map(app.node.findAll().flatMap((each) => (each instanceof ApiObject ? [[each.name, each.node.path]] : [])));
        return app.charts.map((chart) => [chart.node.path, chart.toJson().map(({ metadata }) => byName.get(metadata.name) ?? '')]);
      });
      if (ours) expect(ours).toEqual(theirs);
      else expect(theirs?.flatMap(([, objects]) => objects).length).not.toBe(tree.objects.length);
      compared += ours ? 1 : 0;
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 300) },
  );
  expect(compared).toBeGreaterThan(50);
});

/** A circle among these, in which each depends on the next; `scope` holds two objects. */
test.each<[circle: string[], shown: string[]]>([
  [
    ['a', 'b', 'c', 'b'],
    ['b', 'c', 'b'],
  ],
  [
    ['a', 'b', 'a'],
    ['a', 'b', 'a'],
  ],
  [
    ['c', 'b', 'a', 'c'],
    ['a', 'c', 'b', 'a'],
  ],
  [
    ['a', 'scope', 'a'],
    ['scope', 'a', 'scope'],
  ],
  [
    ['scope/y', 'b', 'scope'],
    ['scope/y', 'b', 'scope/y'],
  ],
])('says which constructs depend on each other in a circle: %j', (circle, shown) => {
  const app = new App();
  const chart = new Chart(app, 'chart');
  const scope = new Construct(chart, 'scope');
  const made: Record<string, Construct> = { scope };
  for (const id of ['a', 'b', 'c']) made[id] = object(chart, id);
  for (const id of ['x', 'y']) made[`scope/${id}`] = object(scope, id);
  circle.slice(1).forEach((to, index) => {
    made[circle[index] as string]?.node.addDependency(made[to] as Construct);
  });
  const path = shown.map((id) => `\`chart/${id}\``).join(' → ');
  expect(() => new SynthOrder(app).objects(chart)).toThrow(
    new Error(
      `DependencyCycle: constructs depend on each other in a circle: ${path}\n    why: each would have to be applied before the other\n    fix: take away one of the dependencies`,
    ),
  );
});

test('takes no notice of a construct that depends on itself, which cdk8s leaves out', () => {
  const chart = new Chart(new App(), 'chart');
  const itself = object(chart, 'a');
  itself.addDependency(itself);
  expect(new SynthOrder(App.of(chart)).objects(chart)).toEqual([itself]);
  expect(chart.toJson()).toEqual([]);
});

test('says which construct of a dependency is in no chart', () => {
  const app = new App();
  const outside = new Construct(app, 'outside');
  object(new Chart(app, 'chart'), 'a').addDependency(outside);
  expect(() => new SynthOrder(app)).toThrow(
    new Error(
      'DependencyOutsideChart: `outside` is in no chart, so nothing can be ordered by it\n    at construct outside\n    fix: let the charts, or the constructs in them, depend on each other',
    ),
  );
});

test.each<[what: string, declare: (app: App) => void, charts: string[], hasDependentCharts: boolean]>([
  ['apart', (app) => [new Chart(app, 'a'), new Chart(app, 'b')], ['a', 'b'], false],
  ['one in another', (app) => new Chart(new Chart(app, 'a'), 'b'), ['a/b', 'a'], true],
  ['objects that depend on each other in one chart', (app) => dependent(new Chart(app, 'a'), app.charts[0]), ['a'], false],
  ['an object that depends on one of another chart', (app) => dependent(new Chart(app, 'a'), new Chart(app, 'b')), ['b', 'a'], true],
])('charts: %s', (_, declare, charts, hasDependentCharts) => {
  const app = new App();
  declare(app);
  const order = new SynthOrder(app);
  expect([paths(order.charts), order.hasDependentCharts]).toEqual([charts, hasDependentCharts]);
});

/** An object in the first that depends on one in the second. */
function dependent(from: Construct, to: Construct | undefined): void {
  object(from, 'x').addDependency(object(to ?? from, 'y'));
}

test('takes layers of dependencies, on which cdk8s doubles its work with each, and chains deeper than the stack', () => {
  const app = new App();
  const chart = new Chart(app, 'chart');
  let before: Construct[] = [];
  for (let layer = 0; layer < 40; layer++) {
    const scope = new Construct(chart, `layer-${String(layer).padStart(2, '0')}`);
    for (const id of ['a', 'b', 'c']) object(scope, id).addDependency(...before);
    before = [scope];
  }
  const chain = new Chart(app, 'chain');
  const links = Array.from({ length: 12_000 }, (_, index) => object(chain, `link-${index}`));
  links.forEach((link, index) => {
    link.addDependency(...links.slice(index + 1, index + 2));
  });
  const order = new SynthOrder(app);
  expect(paths(order.objects(chart)).slice(0, 4)).toEqual(['chart/layer-00/a', 'chart/layer-00/b', 'chart/layer-00/c', 'chart/layer-01/a']);
  expect(order.objects(chain)).toEqual(links.reverse());
});
