import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../api/client';
import { planeAddress, sandboxFolder } from '../sandbox';
import { type ContainerHost, ContainerRunner } from './container';
import type { Images } from './images';
import { PodSandbox } from './pod-sandbox';
import type { Container, Pod } from './pod-spec';
import { podStatus } from './status';
import { makeVolumes } from './volumes';

/** What every pod of a node shares. */
export interface Node {
  readonly api: ApiClient;
  readonly images: Images;
  readonly logs: string;
  readonly path: string;
  readonly manyUsers: boolean;
  /** The file that a namespace's pods see as `/etc/hosts`. */
  hosts(namespace: string): string;
  /** What a CNI plugin does to a new pod's network before its containers start. */
  setUpNetwork(pod: Pod, sandbox: PodSandbox): Promise<void>;
}

/** One pod, from its binding to its deletion. */
export class PodRunner {
  /** Why it could not be started, the last time. */
  private failure: string | undefined;
  private sandbox: PodSandbox | undefined;
  private initContainers: ContainerRunner[] = [];
  private containers: ContainerRunner[] = [];
  private initialized = false;
  private ending: Promise<void> | undefined;
  private told = '';
  private telling: Promise<void> = Promise.resolve();
  private readonly startTime = new Date().toISOString();

  constructor(
    readonly pod: Pod,
    private readonly node: Node,
  ) {}

  /** Brings it up; resolves when every container was started. What goes wrong is told in the pod's status and tried again. */
  async start(): Promise<void> {
    const { pod, node } = this;
    while (!this.ending) {
      try {
        this.sandbox ??= await this.createSandbox();
        await makeVolumes(pod, this.volumes, this.place, node.api);
        return await this.startContainers();
      } catch (error) {
        if (this.ending) return;
        await Promise.all([...this.initContainers, ...this.containers].map((container) => container.stop(Date.now())));
        for (const container of this.containers) container.wait('CreateContainerError', (error as Error).message);
        this.failure = (error as Error).message;
        this.tell();
        await sleep(300);
      }
    }
  }

  /** Ends it with the grace it asks for, then tells the API server that it is gone. */
  terminate(graceSeconds: number): Promise<void> {
    this.ending ??= this.end(graceSeconds);
    return this.ending;
  }

  /** Ends every program at once, as a node's failure would; the pod's object stays. */
  crash(): void {
    for (const container of [...this.initContainers, ...this.containers]) container.crash();
  }

  /** The end of each container's log: what tells why a pod is not ready. */
  lastLines(count: number): string[] {
    return [...this.initContainers, ...this.containers].flatMap((container) =>
      container.lastLines(count).map((line) => `${this.pod.metadata.name}/${container.spec.name}: ${line}`),
    );
  }

  /** Why it is not ready: what kept it from starting, what its probes met. */
  problems(): string[] {
    const name = this.pod.metadata.name;
    const unready = [...this.initContainers, ...this.containers].filter(({ ready, problem }) => !ready && problem);
    return [
      ...(this.failure ? [`${name}: ${this.failure}`] : []),
      ...unready.map(({ spec, problem }) => `${name}/${spec.name} is not ready: ${problem}`),
    ];
  }

  container(name: string): ContainerRunner | undefined {
    return [...this.initContainers, ...this.containers].find(({ spec }) => spec.name === name);
  }

  get isEnding(): boolean {
    return this.ending !== undefined;
  }

  get ip(): string | undefined {
    return this.sandbox?.ip;
  }

  private get place() {
    return { podIP: this.sandbox?.ip ?? '', hostIP: planeAddress };
  }

  private get volumes(): string {
    return join(sandboxFolder, 'pods', this.pod.metadata.uid);
  }

  private async createSandbox(): Promise<PodSandbox> {
    const sandbox = await PodSandbox.create(this.pod.metadata.name, this.node.logs);
    await this.node.setUpNetwork(this.pod, sandbox);
    return sandbox;
  }

  private async startContainers(): Promise<void> {
    const { sandbox } = this;
    if (!sandbox) return;
    mkdirSync(this.volumes, { recursive: true });
    const host: ContainerHost = {
      ...this.node,
      pod: this.pod,
      place: this.place,
      sandbox,
      volumes: this.volumes,
      onChange: () => this.tell(),
    };
    const runners = (specs: readonly Container[] = []): ContainerRunner[] => specs.map((spec) => new ContainerRunner(spec, host));
    this.initContainers = runners(this.pod.spec.initContainers);
    this.containers = runners(this.pod.spec.containers);
    this.tell();
    for (const container of this.initContainers) await this.initialize(container);
    if (this.ending) return;
    this.initialized = true;
    for (const container of this.containers) {
      await container.start();
      container.keepRunning();
    }
  }

  /** A sidecar has done its part when it has started; any other init container when it has ended well. */
  private async initialize(container: ContainerRunner): Promise<void> {
    if (container.spec.restartPolicy !== 'Always') return container.runToCompletion();
    await container.start();
    container.keepRunning();
    while (!container.started && !this.ending) await sleep(20);
  }

  private async end(graceSeconds: number): Promise<void> {
    const deadline = Date.now() + graceSeconds * 1000;
    await Promise.all(this.containers.map((container) => container.stop(deadline)));
    await Promise.all(this.initContainers.reverse().map((container) => container.stop(Math.max(deadline, Date.now() + 1000))));
    await this.sandbox?.remove();
    await rm(this.volumes, { recursive: true, force: true }).catch(() => undefined);
    await this.telling;
    const { name, namespace } = this.pod.metadata;
    await this.node.api.delete({ apiVersion: 'v1', kind: 'Pod', name, namespace }, 0);
  }

  /** Patches the status where it changed; one patch at a time, so that the last word is the truth. */
  private tell(): void {
    this.telling = this.telling.then(async () => {
      const { pod, initContainers, containers, initialized, startTime } = this;
      const status = podStatus({ pod, podIP: this.ip, hostIP: planeAddress, startTime, initContainers, containers, initialized });
      const text = JSON.stringify(status);
      if (text === this.told) return;
      this.told = text;
      const { name, namespace } = pod.metadata;
      await this.node.api.patch({ apiVersion: 'v1', kind: 'Pod', name, namespace }, { status }, '/status').catch(() => undefined);
    });
  }
}
