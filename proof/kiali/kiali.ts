import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { istiodPorts } from '../control-plane/istio';
import { ProofError } from '../errors';
import type { Plane } from '../plane';
import { Process } from '../process';
import { planeAddress, sandboxFolder } from '../sandbox';
import { until } from '../until';

const port = 20001;

/** A node of Kiali's graph. Source: Kiali's `NodeData`. */
export interface KialiNode {
  readonly id: string;
  readonly nodeType: string;
  readonly namespace: string;
  readonly workload?: string;
  readonly app?: string;
  readonly version?: string;
  readonly service?: string;
  /** It only surrounds others. */
  readonly isBox?: string;
}

/** An edge of Kiali's graph. Source: Kiali's `EdgeData`. */
export interface KialiEdge {
  readonly source: string;
  readonly target: string;
}

export interface KialiGraph {
  readonly nodes: readonly KialiNode[];
  readonly edges: readonly KialiEdge[];
}

/** What Kiali says of one object. Source: Kiali's `IstioValidation`. */
export interface KialiValidation {
  readonly name: string;
  readonly namespace: string;
  readonly objectType: string;
  readonly checks: readonly { readonly code: string; readonly severity: string; readonly message: string }[] | null;
}

export interface KialiWorkload {
  readonly name: string;
  readonly namespace: string;
  readonly appLabel: boolean;
  readonly versionLabel: boolean;
}

/** Kiali's real server, without its pages. */
export class Kiali {
  private constructor(private readonly process: Process) {}

  /** @param command its program */
  static async start(plane: Plane, command: string): Promise<Kiali> {
    const folder = join(sandboxFolder, 'kiali');
    mkdirSync(folder, { recursive: true });
    const config = join(folder, 'kiali.yaml');
    writeFileSync(config, dump(configuration(plane, folder)));
    const started = new Process({ name: 'kiali', command, args: ['-config', config], cwd: folder, logs: plane.logs });
    const kiali = new Kiali(started);
    await until('Kiali answers', async () => (await kiali.get<readonly object[]>('namespaces')).length > 0, {
      running: [started],
      within: 90,
    });
    return kiali;
  }

  stop(): Promise<void> {
    return this.process.stop();
  }

  lastLines(count: number): readonly string[] {
    return this.process.lastLines(count);
  }

  /** Its graph of versioned apps with their services, as its page asks for it at first. */
  async graph(namespaces: readonly string[]): Promise<KialiGraph> {
    const query = new URLSearchParams({
      namespaces: namespaces.join(),
      graphType: 'versionedApp',
      injectServiceNodes: 'true',
      duration: '60s',
    });
    const { elements } = await this.get<{ elements: { nodes?: { data: KialiNode }[]; edges?: { data: KialiEdge }[] } }>(
      `namespaces/graph?${query}`,
    );
    return { nodes: (elements.nodes ?? []).map(({ data }) => data), edges: (elements.edges ?? []).map(({ data }) => data) };
  }

  async validations(namespace: string): Promise<readonly KialiValidation[]> {
    const { validations } = await this.get<{ validations: Record<string, Record<string, KialiValidation>> }>(
      `namespaces/${namespace}/istio?validate=true`,
    );
    return Object.values(validations).flatMap((byName) => Object.values(byName));
  }

  async workloads(namespaces: readonly string[]): Promise<readonly KialiWorkload[]> {
    const { workloads } = await this.get<{ workloads: readonly KialiWorkload[] }>(`clusters/workloads?namespaces=${namespaces.join()}`);
    return workloads;
  }

  private async get<T>(path: string): Promise<T> {
    const response = await fetch(`http://127.0.0.1:${port}/kiali/api/${path}`);
    if (!response.ok) throw new ProofError(`Kiali answered ${response.status} to ${path}: ${await response.text()}`);
    return (await response.json()) as T;
  }
}

function configuration({ kubeconfig }: Plane, folder: string): object {
  return {
    auth: { strategy: 'anonymous' },
    deployment: { remote_secret_path: kubeconfig, namespace: 'istio-system', cluster_wide_access: true, view_only_mode: true },
    kubernetes_config: { cluster_name: 'Kubernetes' },
    external_services: {
      prometheus: { url: 'http://127.0.0.1:9090', cache_enabled: false },
      grafana: { enabled: false },
      tracing: { enabled: false },
      custom_dashboards: { enabled: false },
      istio: { registry: { istiod_url: `http://${planeAddress}:${istiodPorts.debug}` } },
    },
    server: {
      address: '127.0.0.1',
      port,
      web_root: '/kiali',
      static_content_root_directory: folder, // there is nothing in it
      observability: { metrics: { enabled: false } },
    },
  };
}
