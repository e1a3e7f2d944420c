import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../api/client';
import { Process } from '../process';
import { run } from '../run';
import { environment, expand, type Place } from './environment';
import type { Images } from './images';
import type { PodSandbox } from './pod-sandbox';
import type { Container, Pod, Probe, SecurityContext } from './pod-spec';
import { act, probeUntil } from './probe';

/** What a container needs of its pod. */
export interface ContainerHost {
  readonly pod: Pod;
  readonly place: Place;
  readonly sandbox: PodSandbox;
  /** Folder of the pod's volumes. */
  readonly volumes: string;
  readonly images: Images;
  readonly api: ApiClient;
  readonly logs: string;
  /** The programs' search path. */
  readonly path: string;
  /** Whether user ids other than the own exist here. */
  readonly manyUsers: boolean;
  hosts(namespace: string): string;
  onChange(): void;
}

export type ContainerState =
  | { readonly kind: 'waiting'; readonly reason: string; readonly message?: string }
  | { readonly kind: 'running'; readonly since: string }
  | { readonly kind: 'terminated'; readonly exitCode: number };

/** One container of a pod: its program, its probes, its restarts. */
export class ContainerRunner {
  state: ContainerState = { kind: 'waiting', reason: 'PodInitializing' };
  ready = false;
  started = false;
  restarts = 0;
  /** Why it is not ready, as far as its probes know. */
  problem: string | undefined;
  private process: Process | undefined;
  private env: Record<string, string> = {};
  private probing = new AbortController();
  private stopping = false;

  constructor(
    readonly spec: Container,
    private readonly host: ContainerHost,
  ) {}

  /** Starts the program. @throws Error when no program stands for the image, or its environment cannot be had */
  async start(): Promise<void> {
    const { host, spec } = this;
    this.env = {
      PATH: host.path,
      HOME: '/',
      HOSTNAME: host.pod.metadata.name,
      ...(await environment(host.pod, spec, host.place, host.api)),
    };
    const words = host.images.start({ ...spec, command: this.expanded(spec.command), args: this.expanded(spec.args) });
    const [command = '', ...args] = [...host.sandbox.enter, 'unshare', '--mount', 'sh', '-ec', this.script(), spec.name, ...words];
    const name = `${host.pod.metadata.namespace}-${host.pod.metadata.name}-${spec.name}`;
    this.process = new Process({ name, command, args, env: this.env, cwd: '/', logs: host.logs });
    this.state = { kind: 'running', since: new Date().toISOString() };
    if (spec.lifecycle?.postStart) await act(spec.lifecycle.postStart, this.target(), 60);
    this.probe();
    host.onChange();
  }

  /** Runs it to its end, again and again while it fails. */
  async runToCompletion(): Promise<void> {
    for (;;) {
      await this.start();
      const exitCode = await this.exit();
      if (exitCode === 0 || this.stopping) return;
      await this.backOff();
    }
  }

  /** Restarts the program whenever it ends, until the pod ends. Resolves at once. */
  keepRunning(): void {
    const keep = async (): Promise<void> => {
      for (;;) {
        const exitCode = await this.exit();
        const policy = this.spec.restartPolicy ?? this.host.pod.spec.restartPolicy ?? 'Always';
        if (this.stopping || policy === 'Never' || (policy === 'OnFailure' && exitCode === 0)) return;
        await this.backOff();
        if (this.stopping) return;
        await this.start();
      }
    };
    void keep().catch((error: Error) => this.wait('StartError', error.message));
  }

  /** As Kubernetes ends a container: the preStop hook, SIGTERM, and SIGKILL when the grace is over. @param deadline in Date.now()'s terms */
  async stop(deadline: number): Promise<void> {
    this.stopping = true;
    const hook = this.spec.lifecycle?.preStop;
    if (hook && this.process?.isRunning) await Promise.race([act(hook, this.target(), 30).catch(() => undefined), untilTime(deadline)]);
    this.probing.abort();
    await this.process?.stop(Math.max(0, deadline - Date.now()) / 1000);
  }

  /** Ends the program as a crash would. */
  crash(): void {
    this.process?.kill();
  }

  lastLines(count: number): string[] {
    return this.process?.lastLines(count) ?? [];
  }

  /** Runs a command inside the container, as its user. @returns what it printed */
  exec(command: readonly string[], timeoutSeconds = 10): Promise<string> {
    const enter = ['--target', String(this.process?.pid), '--net', '--uts', '--mount', '--', ...this.asUser(), ...command];
    return run('nsenter', enter, { env: this.env, timeout: timeoutSeconds * 1000 });
  }

  wait(reason: string, message?: string): void {
    this.state = { kind: 'waiting', reason, message };
    this.ready = false;
    this.host.onChange();
  }

  private async exit(): Promise<number> {
    await this.process?.ended;
    this.probing.abort();
    const exitCode = this.process?.exitCode ?? 1;
    this.state = { kind: 'terminated', exitCode };
    this.ready = false;
    this.started = false;
    this.host.onChange();
    return exitCode;
  }

  private async backOff(): Promise<void> {
    if (this.restarts > 0) this.wait('CrashLoopBackOff', `back-off after exit, restarted ${this.restarts} times`);
    await sleep(Math.min(10, 0.5 * 2 ** this.restarts) * 1000);
    this.restarts++;
  }

  private probe(): void {
    this.probing = new AbortController();
    const { signal } = this.probing;
    const { startupProbe, readinessProbe, livenessProbe } = this.spec;
    const begin = (): void => {
      this.started = true;
      if (readinessProbe) this.run('readiness', readinessProbe, signal, (good) => this.setReady(good));
      else this.setReady(true);
      if (livenessProbe) this.run('liveness', livenessProbe, signal, (good) => !good && this.crash());
    };
    if (!startupProbe) {
      begin();
      return;
    }
    const startup = new AbortController();
    signal.addEventListener('abort', () => startup.abort());
    this.run('startup', startupProbe, startup.signal, (good) => {
      startup.abort();
      if (good) begin();
      else this.crash();
    });
  }

  private run(kind: string, probe: Probe, signal: AbortSignal, onVerdict: (good: boolean) => void): void {
    const attempt = async (): Promise<void> => {
      try {
        await act(probe, this.target(), probe.timeoutSeconds);
        this.problem = undefined;
      } catch (error) {
        this.problem = `${kind}: ${(error as Error).message}`;
        throw error;
      }
    };
    void probeUntil(signal, probe, { attempt, onVerdict });
  }

  private setReady(ready: boolean): void {
    this.ready = ready;
    this.host.onChange();
  }

  private target() {
    const exec = async (command: readonly string[], timeoutSeconds: number): Promise<void> =>
      void (await this.exec(command, timeoutSeconds));
    return { ip: this.host.place.podIP, container: this.spec, exec };
  }

  private expanded(words: readonly string[] | undefined): string[] | undefined {
    return words?.map((word) => expand(word, this.env));
  }

  /** Mounts the volumes where the container wants them, in a mount namespace of its own, then becomes the program. */
  private script(): string {
    const mounts = (this.spec.volumeMounts ?? []).flatMap(({ name, mountPath, subPath, readOnly }) => [
      `case '${mountPath}' in /etc/*|/run/*|/var/run/*|/var/lib/*) mkdir -p '${mountPath}';; esac`,
      `mount --bind '${join(this.host.volumes, name, subPath ?? '')}' '${mountPath}'`,
      ...(readOnly ? [`mount -o remount,bind,ro '${mountPath}'`] : []),
    ]);
    const readOnlyRoot = this.spec.securityContext?.readOnlyRootFilesystem ? ['mount -o remount,bind,ro /'] : [];
    const hosts = `mount --bind '${this.host.hosts(this.host.pod.metadata.namespace)}' /etc/hosts`;
    return [hosts, ...mounts, ...readOnlyRoot, `exec ${this.asUser().join(' ')} "$@"`].join('\n');
  }

  private asUser(): string[] {
    const context: SecurityContext = { ...this.host.pod.spec.securityContext, ...this.spec.securityContext };
    const user = context.runAsUser ?? 0;
    const ids = this.host.manyUsers ? [`--reuid=${user}`, `--regid=${context.runAsGroup ?? user}`, '--clear-groups'] : [];
    return ['setpriv', ...ids, ...(context.allowPrivilegeEscalation === false ? ['--no-new-privs'] : []), '--'];
  }
}

async function untilTime(deadline: number): Promise<void> {
  await sleep(Math.max(0, deadline - Date.now()), undefined, { ref: false });
}
