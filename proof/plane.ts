import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { KubernetesObject } from '../lib/istio/objects';
import { gatewayName } from '../lib/mesh/gateway-api/deployments';
import { applyObjects } from './api/apply';
import type { ApiClient } from './api/client';
import type { ApiObject } from './api/target';
import { Cache } from './binaries/cache';
import { Credentials } from './control-plane/credentials';
import { istiodPorts, istioManifests, istioNamespace } from './control-plane/istio';
import { Programs } from './control-plane/programs';
import { startIstio, startKubernetes } from './control-plane/start';
import { ProofError } from './errors';
import { EnvoyGateway, type GatewayOptions } from './gateway/envoy-gateway';
import type { Gateway } from './gateway/gateway';
import { gatewayApiDefinitions } from './gateway/gateway-api';
import { PodGateway } from './gateway/pod-gateway';
import { settle } from './gateway/settle';
import { redirectToSidecar } from './kubelet/cni';
import { type ImageProgram, Images } from './kubelet/images';
import { Kubelet } from './kubelet/kubelet';
import { Names } from './kubelet/names';
import { newLogFolder } from './logs';
import { HttpClient } from './requests/client';
import { rolledOut } from './rollout';
import { type Output, output } from './run';
import { hasManyUsers, planeAddress, sandboxFolder } from './sandbox';
import { ValidatingWebhook } from './webhooks';

export interface PlaneOptions {
  /** Istio's webhook injects sidecars where a namespace asks for them, and Istio's own ingress gateway runs. @default false */
  readonly sidecars?: boolean;
  /** Istio in CNI mode: injected pods pass Pod Security `restricted`. Else each gets `istio-init`, which runs as root. @default true */
  readonly cni?: boolean;
  /** The kinds of the Kubernetes Gateway API are there. @default false */
  readonly gatewayApi?: boolean;
  /** What runs where a pod names an image. @default - Istio's own proxy image alone */
  readonly images?: readonly ImageProgram[];
  /** Variables of istiod beside its usual ones. @default - none */
  readonly istiodEnvironment?: Readonly<Record<string, string>>;
  /** Seconds that `rolledOut` gives the pods. @default 90 */
  readonly patience?: number;
  /** Takes what ends the plane before it is up: `start` has not returned yet when the program is told to stop. @default - nobody */
  readonly onStart?: (stop: () => Promise<void>) => void;
  /** Folder for one log file a program. @default - a folder in the cache, told by `logs` */
  readonly logs?: string;
}

/** A real etcd, kube-apiserver, kube-controller-manager and istiod, with a kubelet of our own, all inside the sandbox. */
export class Plane {
  readonly logs: string;
  readonly kubeconfig: string;
  /** Where istiod answers: xDS in plain text, its validating webhook, debugging. */
  readonly istiod = {
    xds: `${planeAddress}:${istiodPorts.xds}`,
    webhook: new ValidatingWebhook(`https://${planeAddress}:${istiodPorts.webhooks}/validate`),
    debug: new HttpClient('127.0.0.1', istiodPorts.debug),
  };
  private readonly folder: string;
  private readonly cache = new Cache(join(sandboxFolder, 'cache'));
  private readonly programs: Programs;
  private readonly gateways: Gateway[] = [];
  private readonly credentials: Credentials;
  private readonly names: Names;
  private stopping: Promise<void> | undefined;
  private client: ApiClient | undefined;
  private node: Kubelet | undefined;

  private constructor(private readonly options: PlaneOptions) {
    this.folder = join(sandboxFolder, `plane-${++planes}`);
    mkdirSync(this.folder, { recursive: true });
    this.logs = options.logs ?? newLogFolder();
    mkdirSync(this.logs, { recursive: true });
    this.programs = new Programs(this.cache, this.folder, this.logs);
    this.credentials = new Credentials(this.folder);
    this.kubeconfig = this.credentials.kubeconfig;
    this.names = new Names(join(this.folder, 'hosts'), { [`istiod.${istioNamespace}`]: planeAddress });
  }

  /**
   * Starts everything in dependency order; ready when it returns. Must run inside the sandbox (`insideSandbox`).
   *
   * @throws ProofError naming the program that did not come up, with its last lines; nothing is left running then
   */
  static async start(options: PlaneOptions = {}): Promise<Plane> {
    if (options.sidecars && !hasManyUsers()) {
      throw new ProofError('sidecars need user ids of their own, which an unprivileged user cannot give them', { fix: 'run it as root' });
    }
    const plane = new Plane(options);
    options.onStart?.(() => plane.stop());
    try {
      await plane.bringUp();
      return plane;
    } catch (error) {
      await plane.stop();
      throw error;
    }
  }

  /** The API server, spoken to directly. */
  get api(): ApiClient {
    if (!this.client) throw new ProofError('the plane is not up');
    return this.client;
  }

  get kubelet(): Kubelet {
    if (!this.node) throw new ProofError('the plane is not up');
    return this.node;
  }

  /** Runs kubectl against the plane. @param input its standard input */
  kubectl(args: readonly string[], input?: string): Promise<Output> {
    return output(this.cache.path('kubernetes', 'kubectl'), args, {
      input,
      env: { ...process.env, KUBECONFIG: this.kubeconfig, HOME: this.folder },
    });
  }

  /** Runs istioctl against the plane. */
  istioctl(args: readonly string[], input?: string): Promise<Output> {
    return output(this.cache.path('istio', 'istioctl'), args, {
      input,
      env: { ...process.env, KUBECONFIG: this.kubeconfig, HOME: this.folder },
    });
  }

  /** Server-side apply of objects, namespaces and CRDs first. @returns them as stored */
  apply(objects: readonly KubernetesObject[]): Promise<ApiObject[]> {
    return applyObjects(this.api, objects);
  }

  /**
   * `kubectl apply --server-side --validate=strict -f path`, as a user would.
   *
   * @returns what kubectl wrote to stderr, which is where warnings go
   * @throws ProofError with the API server's words when it refused anything
   */
  async applyPath(path: string): Promise<string> {
    const { code, stderr } = await this.kubectl(['apply', '--server-side', '--validate=strict', '-f', path]);
    if (code !== 0) throw new ProofError(`the API server refused something of \`${path}\``, { log: stderr.trimEnd().split('\n') });
    return stderr;
  }

  /** Starts an Envoy that istiod configures as an ingress gateway. */
  async gateway(options: GatewayOptions = {}): Promise<EnvoyGateway> {
    const gateway = await EnvoyGateway.start(this.cache.path('envoy', 'envoy'), this.logs, options);
    this.gateways.push(gateway);
    return gateway;
  }

  /** Istio's own ingress gateway, where `sidecars` are on. Its pod is on its way when `start` returns: `settle` waits for it. */
  get ingress(): PodGateway {
    return new PodGateway(this.kubelet, {
      name: 'istio-ingressgateway',
      namespace: istioNamespace,
      labels: { istio: 'ingressgateway' },
      targetPorts: { 80: 8080, 443: 8443 },
      rolledOut: () => this.rolledOut(istioNamespace),
    });
  }

  /** The pods that istiod deploys for a Gateway of the Gateway API, where `sidecars` are on: certificates are needed. @param name the Gateway's */
  deployedGateway(namespace: string, name: string): PodGateway {
    return new PodGateway(this.kubelet, {
      name: `${name}-istio`,
      namespace,
      labels: { [gatewayName]: name },
      serves: name,
      rolledOut: () => this.rolledOut(namespace),
    });
  }

  /** Waits until every Deployment of the namespaces has all its pods ready and none left of an earlier revision. */
  rolledOut(...namespaces: readonly string[]): Promise<void> {
    return rolledOut(this.api, this.kubelet, { namespaces, patience: this.options.patience ?? 90 });
  }

  /** Waits until the gateway does what the API server holds. @throws ProofError with what is missing, or what Envoy refused */
  settle(gateway: Gateway): Promise<void> {
    const { gatewayApi = false } = this.options;
    return settle(this.api, { debug: this.istiod.debug, programs: this.programs.all, gatewayApi }, gateway);
  }

  /** The end of the log of a program of the plane. @param name for example `istiod` */
  lastLines(name: string, count?: number): string[] {
    return this.programs.find(name)?.lastLines(count) ?? [];
  }

  /** Ends everything that was started, last first. */
  stop(): Promise<void> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  private async end(): Promise<void> {
    await Promise.all(this.gateways.map((gateway) => gateway.stop()));
    this.names.stop();
    await this.node?.stop();
    this.client?.close();
    this.istiod.debug.close();
    this.istiod.webhook.close();
    await this.programs.stop();
  }

  private async bringUp(): Promise<void> {
    const manifests = istioManifests(this.cache.path('istio', 'istioctl'), {
      sidecars: this.options.sidecars ?? false,
      cni: this.options.cni ?? true,
      envoy: this.cache.path('envoy', 'envoy'),
      bootstrapTemplate: this.cache.path('istio-bootstrap', 'envoy_bootstrap.json'),
    });
    manifests.catch(() => undefined);
    const { programs, credentials } = this;
    const api = await startKubernetes(programs, credentials, this.folder);
    this.client = api;
    const crds = loadAll(readFileSync(this.cache.path('istio-crds', 'customresourcedefinitions.gen.yaml'), 'utf8')) as KubernetesObject[];
    if (this.options.gatewayApi) crds.push(...gatewayApiDefinitions(this.cache));
    const istio = startIstio({ programs, credentials, api, debug: this.istiod.debug, environment: this.options.istiodEnvironment }, [
      ...crds,
      ...(await manifests),
    ]);
    await Promise.all([istio, this.startKubelet()]);
  }

  private async startKubelet(): Promise<void> {
    const { path, options } = this;
    const pilotAgent = this.cache.path('istio', 'pilot-agent');
    this.names.start(this.api);
    this.node = new Kubelet(this.api, {
      api: this.api,
      images: new Images([{ image: 'proxyv2', entrypoint: [pilotAgent] }, ...(options.images ?? [])]),
      logs: this.logs,
      path,
      manyUsers: hasManyUsers(),
      hosts: (namespace) => this.names.file(namespace),
      setUpNetwork: (pod, sandbox) => redirectToSidecar(pod, sandbox, pilotAgent),
    });
    await this.node.start();
  }

  /** Where a pod's programs are looked for: Istio's agent and node beside the machine's own. */
  private get path(): string {
    const agent = join(this.cache.path('istio', 'pilot-agent'), '..');
    return `${agent}:${join(sandboxFolder, 'bin')}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;
  }
}

let planes = 0;
