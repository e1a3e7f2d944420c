import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { KubernetesObject } from '../../lib/istio/objects';
import { Cache } from '../binaries/cache';
import { ProofError } from '../errors';
import type { Message } from './envoy-matchers';

/** A proxy whose configuration is asked for. */
export interface GeneratedProxy {
  readonly name: string;
  readonly type: 'sidecar' | 'router';
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly address: string;
  readonly serviceAccount: string;
}

/** What istiod would send it. */
export interface Generated {
  readonly listeners: readonly Message[];
  readonly routes: readonly Message[];
  /** Names of its clusters. */
  readonly clusters: readonly string[];
  /** The same in full. */
  readonly upstreams: readonly Message[];
}

interface Answer {
  readonly id: string;
  readonly proxies?: Readonly<Record<string, Generated>>;
  readonly error?: string;
}

/** Istiod's own generator as a program: one mesh a line, one answer a line. */
export class Generator {
  private readonly program: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private asked = 0;

  constructor(cache = new Cache()) {
    this.program = spawn(cache.path('istio-generator', 'istio-generator'), { stdio: ['pipe', 'pipe', 'ignore'] });
    const { stdout } = this.program;
    if (!stdout) throw new ProofError('the generator has no output');
    this.lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  /** @param mesh the mesh configuration in YAML. @returns why it cannot make the configuration, where istiod itself crashes on it. @throws ProofError when it cannot read the objects */
  async configure(
    objects: readonly KubernetesObject[],
    proxies: readonly GeneratedProxy[],
    mesh = '',
  ): Promise<Readonly<Record<string, Generated>> | string> {
    this.asked += 1;
    const ofIstio = objects.filter(({ apiVersion }) => apiVersion.includes('istio.io/'));
    const others = objects.filter((object) => !ofIstio.includes(object));
    const line = { id: String(this.asked), config: documents(ofIstio), kubernetes: documents(others), mesh, proxies };
    this.program.stdin?.write(`${JSON.stringify(line)}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new ProofError('the generator ended before it answered');
    const { proxies: generated, error } = JSON.parse(value) as Answer;
    if (error?.startsWith('panic')) return error;
    if (!generated) throw new ProofError(`the generator cannot read the configuration: ${error}`);
    return generated;
  }

  stop(): void {
    this.program.stdin?.end();
  }
}

/** JSON is YAML. */
function documents(objects: readonly KubernetesObject[]): string {
  return objects.map((object) => JSON.stringify(object)).join('\n---\n');
}
