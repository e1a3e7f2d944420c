import { ApiObject, type App, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ConstructError } from '../errors';

/** What several objects depend on together: one vertex in place of an edge from each of them to each of those. */
class Group {
  constructor(readonly members: readonly IConstruct[]) {}
}

type Vertex = IConstruct | Group;
type Edges = Map<IConstruct, Set<Vertex>>;

/**
 * In which order an app's charts, and a chart's objects, are written: what is depended on comes first, and the order of
 * declaration decides the rest. The same order as `App.synth()`, in time linear in constructs and dependencies.
 */
export class SynthOrder {
  readonly charts: readonly Chart[];
  /** Whether any chart depends on another or holds one: cdk8s then puts the position into the file names. */
  readonly hasDependentCharts: boolean;
  private readonly edges: Edges;

  /** @throws ConstructError `DependencyCycle`, `DependencyOutsideChart` */
  constructor(app: App) {
    const constructs = app.node.findAll();
    const { edges, hasDependentCharts } = dependencyEdges(constructs);
    this.edges = edges;
    this.hasDependentCharts = hasDependentCharts;
    this.charts = topology(constructs, edges).filter((construct) => construct instanceof Chart);
  }

  /** The objects of a chart, without those of charts inside it. */
  objects(chart: Chart): ApiObject[] {
    return topology(chart.node.findAll(), this.edges).filter((construct) => isObjectOf(construct, chart));
  }
}

/** What the user declared, then what follows: charts inside charts, charts of constructs, objects of constructs. */
function dependencyEdges(constructs: readonly IConstruct[]): { edges: Edges; hasDependentCharts: boolean } {
  const edges: Edges = new Map();
  const connect = (from: IConstruct, to: Vertex) => {
    if (from !== to) edges.set(from, (edges.get(from) ?? new Set()).add(to));
  };
  let hasDependentCharts = false;

  for (const construct of constructs) for (const target of construct.node.dependencies) connect(construct, target);
  for (const parent of constructs.filter((construct) => construct instanceof Chart)) {
    for (const child of parent.node.children.filter((construct) => construct instanceof Chart)) connect(parent, child);
  }
  for (const [from, to] of pairs(edges)) {
    const [chart, other] = [chartOf(from), chartOf(to)];
    if (chart === other) continue;
    connect(chart, other);
    hasDependentCharts = true;
  }
  for (const [from, to] of pairs(edges)) connectObjects(objectsOf(from), objectsOf(to), connect);
  return { edges, hasDependentCharts };
}

function pairs(edges: Edges): (readonly [IConstruct, IConstruct])[] {
  return [...edges].flatMap(([from, targets]) => [...targets].flatMap((to) => (to instanceof Group ? [] : [[from, to] as const])));
}

function connectObjects(sources: ApiObject[], targets: ApiObject[], connect: (from: IConstruct, to: Vertex) => void): void {
  const overlap = sources.some((source) => targets.includes(source));
  const ends = overlap ? targets : [new Group(targets)];
  for (const source of sources) for (const end of ends) connect(source, end);
}

function objectsOf(construct: IConstruct): ApiObject[] {
  const chart = chartOf(construct);
  return construct.node.findAll().filter((inner) => isObjectOf(inner, chart));
}

function isObjectOf(construct: IConstruct, chart: Chart): construct is ApiObject {
  return construct instanceof ApiObject && construct.chart === chart;
}

function chartOf(construct: IConstruct): Chart {
  const chart = construct.node.scopes.findLast((scope) => scope instanceof Chart);
  if (chart === undefined) {
    throw new ConstructError('DependencyOutsideChart', `\`${construct.node.path}\` is in no chart, so nothing can be ordered by it`, {
      construct: construct.node.path,
      fix: 'let the charts, or the constructs in them, depend on each other',
    });
  }
  return chart;
}

/** Depth first from what nothing depends on, each vertex once, dependencies before dependents. Edges that lead outside are ignored. */
function topology(within: readonly IConstruct[], edges: Edges): IConstruct[] {
  if (edges.size === 0) return [...within];
  const inside = new Set<Vertex>(within);
  const next = (vertex: Vertex): Iterable<Vertex> => (vertex instanceof Group ? vertex.members : (edges.get(vertex) ?? []));
  const sorted = new Set<Vertex>();
  const isToVisit = (vertex: Vertex) => (vertex instanceof Group || inside.has(vertex)) && !sorted.has(vertex);

  const dependedOn = reached(within, next);
  for (const root of within.filter((vertex) => !dependedOn.has(vertex))) visit(root, { next, isToVisit, sorted });
  // Only a cycle is reached from no root: visiting it finds it.
  for (const left of within.filter((vertex) => !sorted.has(vertex))) visit(left, { next, isToVisit, sorted });
  return [...sorted].filter((vertex): vertex is IConstruct => !(vertex instanceof Group));
}

/** All that some vertex within depends on. */
function reached(within: readonly IConstruct[], next: (vertex: Vertex) => Iterable<Vertex>): Set<Vertex> {
  const found = new Set<Vertex>();
  for (const vertex of within) {
    for (const target of next(vertex)) {
      if (target instanceof Group && !found.has(target)) for (const member of next(target)) found.add(member);
      found.add(target);
    }
  }
  return found;
}

interface Search {
  next(vertex: Vertex): Iterable<Vertex>;
  isToVisit(vertex: Vertex): boolean;
  readonly sorted: Set<Vertex>;
}

/** Without recursion: a chain of dependencies may be longer than the stack is deep. */
function visit(root: Vertex, { next, isToVisit, sorted }: Search): void {
  const stack: [Vertex, Iterator<Vertex>][] = [];
  const path = new Set<Vertex>();
  const enter = (vertex: Vertex) => {
    stack.push([vertex, next(vertex)[Symbol.iterator]()]);
    path.add(vertex);
  };
  enter(root);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const [vertex, targets] = top;
    const { done, value } = targets.next();
    if (done) {
      sorted.add(vertex);
      path.delete(vertex);
      stack.pop();
    } else if (path.has(value)) {
      const vertices = [...path];
      throw cycle([...vertices.slice(vertices.indexOf(value)), value]);
    } else if (isToVisit(value)) enter(value);
  }
}

function cycle(vertices: Vertex[]): ConstructError {
  const paths = vertices.flatMap((vertex) => (vertex instanceof Group ? [] : [`\`${vertex.node.path}\``]));
  return new ConstructError('DependencyCycle', `constructs depend on each other in a circle: ${paths.join(' → ')}`, {
    why: 'each would have to be applied before the other',
    fix: 'take away one of the dependencies',
  });
}
