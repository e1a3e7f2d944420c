import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import versions from '../../versions.json';
import { istiodPorts } from '../control-plane/istio';
import { PodSandbox } from '../kubelet/pod-sandbox';
import { Process } from '../process';
import { planeAddress } from '../sandbox';
import { until } from '../until';
import { Gateway } from './gateway';

export interface GatewayOptions {
  /** @default `gateway` */
  readonly name?: string;
  /** @default `istio-system` */
  readonly namespace?: string;
  /** What the selectors of Gateway objects see. @default `{ istio: ingressgateway }` */
  readonly labels?: Readonly<Record<string, string>>;
}

const adminPort = 15000;
/** What istiod takes the proxy to be, and writes configuration for: a proxy as new as the API that everything here is made from. */
export const istioVersion = versions.modules['istio.io/api'].slice(1);
/** The values of Istio's own bootstrap: larger regular expressions, and `#` in a path cut off rather than refused. */
const runtime = {
  'overload.global_downstream_max_connections': '2147483647',
  re2: { max_program_size: { error_level: 32768 } },
  envoy: { reloadable_features: { http_reject_path_with_fragment: false } },
};

/** An Envoy with an address of its own that istiod configures as an ingress gateway, in plain text: it has no certificate. */
export class EnvoyGateway extends Gateway {
  private constructor(
    private readonly sandbox: PodSandbox,
    private readonly process: Process,
    labels: Readonly<Record<string, string>>,
  ) {
    super(process.name, labels);
  }

  static async start(envoy: string, logs: string, options: GatewayOptions = {}): Promise<EnvoyGateway> {
    const { name = 'gateway', namespace = 'istio-system', labels = { istio: 'ingressgateway' } } = options;
    const sandbox = await PodSandbox.create(name, logs);
    const node = {
      id: `router~${sandbox.ip}~${name}.${namespace}~${namespace}.svc.cluster.local`,
      cluster: `${name}.${namespace}`,
      metadata: {
        NAMESPACE: namespace,
        LABELS: labels,
        CLUSTER_ID: 'Kubernetes',
        ISTIO_VERSION: istioVersion,
        NAME: name,
        INSTANCE_IPS: sandbox.ip,
      },
    };
    const folder = join(logs, name);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'bootstrap.json');
    writeFileSync(file, JSON.stringify(bootstrap(node, sandbox.ip)));
    const [command = '', ...args] = [...sandbox.enter, envoy, '-c', file, '--concurrency', '1', '--disable-hot-restart', '-l', 'warning'];
    const gateway = new EnvoyGateway(sandbox, new Process({ name, command, args, logs }), labels);
    await gateway.ready();
    return gateway;
  }

  get ip(): string {
    return this.sandbox.ip;
  }

  async ready(): Promise<void> {
    const live = async (): Promise<boolean> => (await this.admin('/ready')).startsWith('LIVE');
    await until(`gateway ${this.name} is live`, live, { running: [this.process], every: 0.05 });
  }

  /** It has no Service, so it listens where the Gateway object says. */
  protected targetPort(port: number): number {
    return port;
  }

  async admin(path: string): Promise<string> {
    return (await this.client(adminPort).send({ host: 'admin', path })).body;
  }

  log(): string {
    return this.process.log();
  }

  override async stop(): Promise<void> {
    await super.stop();
    await this.process.stop(1);
    await this.sandbox.remove();
  }
}

function bootstrap(node: object, ip: string): object {
  const address = (host: string, port: number): object => ({ socket_address: { address: host, port_value: port } });
  const ads = { ads: {}, initial_fetch_timeout: '0s', resource_api_version: 'V3' };
  return {
    node,
    admin: { address: address(ip, adminPort) },
    layered_runtime: { layers: [{ name: 'static', static_layer: runtime }] },
    dynamic_resources: {
      lds_config: ads,
      cds_config: ads,
      ads_config: {
        api_type: 'DELTA_GRPC',
        transport_api_version: 'V3',
        set_node_on_first_message_only: true,
        grpc_services: [{ envoy_grpc: { cluster_name: 'xds-grpc' } }],
      },
    },
    static_resources: {
      clusters: [
        {
          name: 'xds-grpc',
          type: 'STATIC',
          connect_timeout: '1s',
          typed_extension_protocol_options: {
            'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
              '@type': 'type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
              explicit_http_config: { http2_protocol_options: {} },
            },
          },
          load_assignment: {
            cluster_name: 'xds-grpc',
            endpoints: [{ lb_endpoints: [{ endpoint: { address: address(planeAddress, istiodPorts.xds) } }] }],
          },
        },
      ],
    },
  };
}
