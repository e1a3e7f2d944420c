import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ProofError } from '../errors';
import { Process } from '../process';
import { sandboxFolder } from '../sandbox';
import { until } from '../until';

const address = '127.0.0.1:9090';

/** A series of an instant query's result, with its value now. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** Something that Prometheus scrapes. */
export interface Target {
  readonly scrapePool: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly health: 'up' | 'down' | 'unknown';
  readonly lastError: string;
}

/** A node of a parsed query. Source: Prometheus' `/api/v1/parse_query`. */
export interface QueryNode {
  readonly type: string;
  readonly name?: string;
  readonly matchers?: readonly { readonly name: string }[];
  readonly grouping?: readonly string[];
  readonly [field: string]: unknown;
}

/** A real Prometheus with a configuration of the operator's. */
export class Prometheus {
  private constructor(private readonly process: Process) {}

  static async start({ command, config, logs }: { command: string; config: string; logs: string }): Promise<Prometheus> {
    const storage = join(sandboxFolder, 'telemetry', 'tsdb');
    mkdirSync(storage, { recursive: true });
    const args = [`--config.file=${config}`, `--storage.tsdb.path=${storage}`, `--web.listen-address=${address}`];
    const started = new Process({ name: 'prometheus', command, args, logs });
    await until('Prometheus is ready', async () => (await fetch(`http://${address}/-/ready`)).ok, { running: [started] });
    return new Prometheus(started);
  }

  stop(): Promise<void> {
    return this.process.stop();
  }

  /** @throws ProofError with what Prometheus says of the query */
  async query(expr: string): Promise<readonly Sample[]> {
    const { resultType, result } = await this.get<{ resultType: string; result: readonly Sample[] }>('query', { query: expr });
    if (resultType !== 'vector') throw new ProofError(`expected a vector, got a ${resultType}`);
    return result;
  }

  parse(expr: string): Promise<QueryNode> {
    return this.get<QueryNode>('parse_query', { query: expr });
  }

  async metricNames(): Promise<ReadonlySet<string>> {
    return new Set(await this.get<string[]>('label/__name__/values'));
  }

  async labelsOf(metric: string): Promise<ReadonlySet<string>> {
    return new Set(await this.get<string[]>('labels', { 'match[]': metric }));
  }

  async targets(): Promise<readonly Target[]> {
    return (await this.get<{ activeTargets: readonly Target[] }>('targets', { state: 'active' })).activeTargets;
  }

  private async get<T>(path: string, query: Readonly<Record<string, string>> = {}): Promise<T> {
    const response = await fetch(`http://${address}/api/v1/${path}?${new URLSearchParams(query)}`);
    const { status, data, error } = (await response.json()) as { status: string; data: T; error?: string };
    if (status !== 'success') throw new ProofError(error ?? `Prometheus answered ${response.status}`);
    return data;
  }
}
