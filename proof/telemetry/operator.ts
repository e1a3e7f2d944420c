import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { KubernetesObject } from '../../lib/istio/objects';
import { apiPort } from '../control-plane/credentials';
import type { Plane } from '../plane';
import { Process } from '../process';
import { planeAddress, sandboxFolder } from '../sandbox';
import { until } from '../until';

const name = 'mesh';
const namespace = 'monitoring';
const rulesName = `prometheus-${name}-rulefiles-0`;
const folder = join(sandboxFolder, 'telemetry');

/** The real Prometheus Operator: what it makes of monitors and rules is what a Prometheus in the cluster would run with. */
export class PrometheusOperator {
  private constructor(
    private readonly plane: Plane,
    private readonly process: Process,
  ) {}

  /** @param command the operator's program */
  static async start(plane: Plane, command: string): Promise<PrometheusOperator> {
    const env = { ...process.env, KUBECONFIG: plane.kubeconfig };
    const args = ['--web.listen-address=127.0.0.1:18443', '--web.enable-tls=false', '--log-level=warn'];
    const started = new Process({ name: 'prometheus-operator', command, args, env, logs: plane.logs });
    await plane.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }]);
    await plane.apply([prometheus(plane)]);
    return new PrometheusOperator(plane, started);
  }

  stop(): Promise<void> {
    return this.process.stop();
  }

  /**
   * The configuration it has made, as files where the configuration says they are.
   *
   * @param jobs names that it must scrape, `rules` how many PrometheusRules it must have taken
   * @returns the path of the configuration
   */
  async configuration({ jobs, rules }: { jobs: readonly string[]; rules: number }): Promise<string> {
    return until(
      'the operator has made a configuration of all monitors and rules',
      async () => {
        const config = gunzipSync(
          Buffer.from((await this.data('Secret', `prometheus-${name}`))['prometheus.yaml.gz'] ?? '', 'base64'),
        ).toString();
        const files = Object.entries(await this.data('ConfigMap', rulesName));
        if (files.length !== rules || !jobs.every((job) => config.includes(`job_name: ${job}`))) return undefined;
        return this.writeAll(config, files);
      },
      { running: [this.process], within: 60 },
    );
  }

  /**
   * The rules where the configuration looks for them, since `/etc` is the sandbox's; the configuration beside the logs, with the
   * pod's variables filled in as the operator's reloader does it.
   */
  private writeAll(config: string, rules: readonly (readonly [string, string])[]): string {
    const rulesFolder = join('/etc/prometheus/rules', rulesName);
    mkdirSync(rulesFolder, { recursive: true });
    for (const [file, text] of rules) writeFileSync(join(rulesFolder, file), text);
    const path = join(this.plane.logs, 'prometheus.yaml');
    writeFileSync(path, config.replaceAll('$(SHARD)', '0').replaceAll('$(POD_NAME)', `prometheus-${name}-0`));
    return path;
  }

  private async data(kind: string, objectName: string): Promise<Record<string, string>> {
    return (await this.plane.api.get<{ data: Record<string, string> }>({ apiVersion: 'v1', kind, name: objectName, namespace })).data;
  }
}

/** Takes every monitor and rule, and asks the plane's API server where the pods are. */
function prometheus({ api }: Plane): KubernetesObject {
  mkdirSync(folder, { recursive: true });
  const [credentialsFile, caFile] = [join(folder, 'token'), join(folder, 'ca.pem')];
  writeFileSync(credentialsFile, api.address.token);
  writeFileSync(caFile, api.address.ca);
  const all = ['serviceMonitor', 'podMonitor', 'rule'].flatMap((what) => [
    [`${what}Selector`, {}],
    [`${what}NamespaceSelector`, {}],
  ]);
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'Prometheus',
    metadata: { name, namespace },
    spec: {
      ...Object.fromEntries(all),
      serviceDiscoveryRole: 'EndpointSlice',
      apiserverConfig: {
        host: `https://${planeAddress}:${apiPort}`,
        authorization: { type: 'Bearer', credentialsFile },
        tlsConfig: { caFile },
      },
    },
  };
}
