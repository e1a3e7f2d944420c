import type { Results } from '../report/results';
import type { Prometheus, QueryNode, Sample } from './prometheus';
import type { Query } from './watched';

/** What a query reads: a metric, and the labels by which it chooses or groups its series. */
interface Reading {
  readonly metric: string;
  readonly labels: readonly string[];
}

/** Runs each query, and looks at each metric and label it names. */
export class QueryCheck {
  private readonly labels = new Map<string, ReadonlySet<string>>();

  private constructor(
    private readonly prometheus: Prometheus,
    private readonly metrics: ReadonlySet<string>,
  ) {}

  static async of(prometheus: Prometheus): Promise<QueryCheck> {
    return new QueryCheck(prometheus, await prometheus.metricNames());
  }

  /** One row for all queries of a kind. @param mayBeEmpty as an alert that does not fire is */
  async prove(title: string, queries: readonly Query[], results: Results, { mayBeEmpty = false } = {}): Promise<void> {
    const problems: string[] = [];
    const metrics = new Set<string>();
    for (const { place, expr } of queries) {
      const problem = await this.problemOf(expr, mayBeEmpty, metrics).catch((error: Error) => error.message);
      if (problem) problems.push(`${place}: ${problem}\n  ${expr}`);
    }
    const measured = `${queries.length} queries, ${metrics.size} metrics: ${[...metrics].sort().join(', ')}`;
    results.add(title, problems.length > 0 ? problems.join('\n') : undefined, measured);
  }

  /** @returns what is wrong with a query, undefined when nothing is */
  async problemOf(expr: string, mayBeEmpty: boolean, seen = new Set<string>()): Promise<string | undefined> {
    for (const { metric, labels } of readings(await this.prometheus.parse(expr))) {
      seen.add(metric);
      if (!this.metrics.has(metric)) return `nothing exports \`${metric}\``;
      const known = await this.labelsOf(metric);
      const unknown = labels.find((label) => !known.has(label));
      if (unknown) return `no series of \`${metric}\` has a label \`${unknown}\``;
    }
    const samples = await this.prometheus.query(expr);
    if (mayBeEmpty) return undefined;
    if (samples.length === 0) return 'the answer is empty';
    return samples.some(isNumber) ? undefined : `no value is a number: ${samples.map(({ value }) => value[1]).join(', ')}`;
  }

  private async labelsOf(metric: string): Promise<ReadonlySet<string>> {
    const known = this.labels.get(metric) ?? (await this.prometheus.labelsOf(metric));
    this.labels.set(metric, known);
    return known;
  }
}

function isNumber({ value }: Sample): boolean {
  return Number.isFinite(Number(value[1]));
}

/** Every selector of a parsed query, with the labels of its matchers and of the aggregations around it. */
function readings(node: QueryNode, grouping: readonly string[] = []): Reading[] {
  const around = [...grouping, ...(node.grouping ?? [])];
  if (node.type === 'vectorSelector' || node.type === 'matrixSelector') {
    const matched = (node.matchers ?? []).map(({ name }) => name).filter((name) => name !== '__name__');
    return [{ metric: node.name ?? '', labels: [...matched, ...around] }];
  }
  return Object.values(node).flatMap((value) => childrenOf(value).flatMap((child) => readings(child, around)));
}

function childrenOf(value: unknown): QueryNode[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one): one is QueryNode => typeof one === 'object' && one !== null && 'type' in one);
}
