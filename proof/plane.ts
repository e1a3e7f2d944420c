import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { KubernetesObject } from '../lib/manifest/manifest';
import { ApiClient } from './api/client';
import type { ApiObject } from './api/target';
import { Cache } from './binaries/cache';
import { apiPort, Credentials } from './control-plane/credentials';
import { istiod, istiodPorts, istioManifests, istioNamespace } from './control-plane/istio';
import { apiServer, controllerManager, etcd, type Program } from './control-plane/kubernetes';
import { ProofError } from './errors';
import { EnvoyGateway, type GatewayOptions } from './gateway/envoy-gateway';
import type { Gateway } from './gateway/gateway';
import { IngressGateway } from './gateway/ingress-gateway';
import { settle } from './gateway/settle';
import { redirectToSidecar } from './kubelet/cni';
import { type ImageProgram, Images } from './kubelet/images';
import { Kubelet } from './kubelet/kubelet';
import { Names } from './kubelet/names';
import { newLogFolder } from './logs';
import { Process } from './process';
import { HttpClient } from './requests/client';
import { rolledOut } from './rollout';
import { type Output, output } from './run';
import { hasManyUsers, planeAddress, sandboxFolder } from './sandbox';
import { until } from './until';
import { ValidatingWebhook } from './webhooks';

export interface PlaneOptions {
  /** Istio's webhook injects sidecars where a namespace asks for them, and Istio's own ingress gateway runs. @default false */
  readonly sidecars?: boolean;
  /** What runs where a pod names an image. @default - Istio's own proxy image alone */
  readonly images?: readonly ImageProgram[];
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
  private readonly processes: Process[] = [];
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
  async apply(objects: readonly KubernetesObject[]): Promise<ApiObject[]> {
    const first = objects.filter(({ kind }) => kind === 'Namespace' || kind === 'CustomResourceDefinition');
    const rest = objects.filter((object) => !first.includes(object));
    const stored = await Promise.all(first.map((object) => this.api.apply(object)));
    return [...stored, ...(await Promise.all(rest.map((object) => this.api.apply(object))))];
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
  get ingress(): IngressGateway {
    return new IngressGateway(this.kubelet, () => this.rolledOut(istioNamespace));
  }

  /** Waits until every Deployment of the namespaces has all its pods ready and none left of an earlier revision. */
  rolledOut(...namespaces: readonly string[]): Promise<void> {
    return rolledOut(this.api, this.kubelet, { namespaces, patience: this.options.patience ?? 90 });
  }

  /** Waits until the gateway does what the API server holds. @throws ProofError with what is missing, or what Envoy refused */
  settle(gateway: Gateway): Promise<void> {
    return settle(this.api, this.istiod.debug, gateway);
  }

  /** The end of the log of a program of the plane. @param name for example `istiod` */
  lastLines(name: string, count?: number): string[] {
    return this.processes.find((process) => process.name === name)?.lastLines(count) ?? [];
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
    for (const process of this.processes.reverse()) await process.stop(2);
  }

  private async bringUp(): Promise<void> {
    const manifests = istioManifests(this.cache.path('istio', 'istioctl'), {
      sidecars: this.options.sidecars ?? false,
      envoy: this.cache.path('envoy', 'envoy'),
      bootstrapTemplate: this.cache.path('istio-bootstrap', 'envoy_bootstrap.json'),
    });
    manifests.catch(() => undefined);
    await this.startKubernetes();
    await Promise.all([this.startKubelet(), this.startIstio(await manifests)]);
  }

  private async startKubernetes(): Promise<void> {
    const store = this.run(etcd(this.folder));
    const health = new HttpClient('127.0.0.1', 2379, 1);
    await until('etcd is healthy', async () => (await health.send({ host: 'etcd', path: '/health' })).status === 200, {
      running: [store],
      every: 0.05,
    });
    health.close();
    const server = this.run(apiServer(this.credentials));
    const ca = await until('the API server has a certificate', () => readFileSync(this.credentials.certificate, 'utf8'), {
      running: [store, server],
    });
    const api = new ApiClient({ host: planeAddress, port: apiPort, token: this.credentials.token, ca });
    await until('the API server is ready', async () => (await api.request('GET', '/readyz')).status === 200, {
      running: [store, server],
      every: 0.05,
    });
    this.client = api;
    this.run(controllerManager(this.credentials));
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

  private async startIstio(manifests: readonly KubernetesObject[]): Promise<void> {
    const crds = readFileSync(this.cache.path('istio-crds', 'customresourcedefinitions.gen.yaml'), 'utf8');
    await this.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: istioNamespace } }]);
    await this.apply([...(loadAll(crds) as KubernetesObject[]), ...manifests]);
    const pilot = this.run(istiod(this.credentials));
    const ready = async (): Promise<boolean> => (await this.istiod.debug.send({ host: 'istiod', path: '/ready' })).status === 200;
    await until('istiod is ready', ready, { running: [pilot], every: 0.05, within: 60 });
    await until('istiod has its webhooks', () => this.webhooksTrusted(), { running: [pilot], every: 0.05 });
  }

  /** istiod writes its authority into the webhooks, and lets the validating ones refuse only once they answer. */
  private async webhooksTrusted(): Promise<boolean> {
    interface Configuration {
      readonly webhooks: readonly { readonly failurePolicy: string; readonly clientConfig: { readonly caBundle?: string } }[];
    }
    const list = (kind: string): Promise<Configuration[]> =>
      this.api.list<Configuration>({ apiVersion: 'admissionregistration.k8s.io/v1', kind });
    const [validating, mutating] = await Promise.all([list('ValidatingWebhookConfiguration'), list('MutatingWebhookConfiguration')]);
    const webhooks = (configurations: Configuration[]) => configurations.flatMap((one) => one.webhooks);
    return (
      webhooks([...validating, ...mutating]).every(({ clientConfig }) => clientConfig.caBundle) &&
      webhooks(validating).every(({ failurePolicy }) => failurePolicy === 'Fail')
    );
  }

  private run({ name, from: [recipe, file], args, env }: Program): Process {
    const started = new Process({
      name,
      command: this.cache.path(recipe, file),
      args,
      env: { ...process.env, HOME: this.folder, ...env },
      cwd: this.folder,
      logs: this.logs,
    });
    this.processes.push(started);
    return started;
  }

  /** Where a pod's programs are looked for: Istio's agent and node beside the machine's own. */
  private get path(): string {
    const agent = join(this.cache.path('istio', 'pilot-agent'), '..');
    return `${agent}:${join(sandboxFolder, 'bin')}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;
  }
}

let planes = 0;
