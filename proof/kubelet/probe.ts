import { request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Action, Container, Probe } from './pod-spec';

/** What an action is done to. */
export interface ActionTarget {
  readonly ip: string;
  readonly container: Container;
  /** Runs a command inside the container. Throws when it does not exit with 0. */
  exec(command: readonly string[], timeoutSeconds: number): Promise<void>;
}

/** Does what a probe or a hook asks. @throws Error when it failed */
export async function act(action: Action, { ip, container, exec }: ActionTarget, timeoutSeconds = 1): Promise<void> {
  const timeout = timeoutSeconds * 1000;
  if (action.httpGet) {
    const { path = '/', port, scheme = 'HTTP', httpHeaders = [] } = action.httpGet;
    const headers = Object.fromEntries(httpHeaders.map(({ name, value }) => [name, value]));
    const options = { host: ip, port: portOf(port, container), path, timeout, headers, agent: false, rejectUnauthorized: false };
    await fetchStatus(scheme === 'HTTPS' ? httpsRequest : httpRequest, options);
  } else if (action.tcpSocket) await canConnect(ip, portOf(action.tcpSocket.port, container), timeout);
  else if (action.exec) await exec(action.exec.command, timeoutSeconds);
  else if (action.sleep) await sleep(action.sleep.seconds * 1000);
}

/** A port by number, or by the name the container gives it. @throws Error for a name that it gives to none */
export function portOf(port: number | string, { name, ports = [] }: Pick<Container, 'name' | 'ports'>): number {
  if (typeof port === 'number') return port;
  const found = ports.find((one) => one.name === port)?.containerPort ?? Number(port);
  if (Number.isNaN(found)) throw new Error(`container ${name} has no port named \`${port}\``);
  return found;
}

function fetchStatus(request: typeof httpsRequest, options: RequestOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = request(options, (response) => {
      const status = response.statusCode ?? 0;
      response.resume();
      if (status >= 200 && status < 400) resolve();
      else reject(new Error(`HTTP probe answered ${status}`));
    });
    call.on('timeout', () => call.destroy(new Error('HTTP probe timed out')));
    call.on('error', reject);
    call.end();
  });
}

function canConnect(host: string, port: number, timeout: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout });
    socket.on('connect', () => resolve(void socket.destroy()));
    socket.on('timeout', () => socket.destroy(new Error('TCP probe timed out')));
    socket.on('error', reject);
  });
}

/** How often a probe is done before it first succeeded: a bench that waits whole periods would only be slow. Seconds. */
const eager = 0.2;

/**
 * Probes until told to stop, and says when the verdict changes: good after `successThreshold`, bad after
 * `failureThreshold` results in a row. Before the first good verdict it looks more often than the period says, and
 * counts a failure only as often as the period would.
 */
export async function probeUntil(
  stop: AbortSignal,
  probe: Probe,
  { attempt, onVerdict }: { attempt: () => Promise<void>; onVerdict: (good: boolean, reason: string) => void },
): Promise<void> {
  const { initialDelaySeconds = 0, periodSeconds = 10, successThreshold = 1, failureThreshold = 3 } = probe;
  let wasGood = false;
  let successes = 0;
  let failures = 0;
  await pause(initialDelaySeconds, stop);
  while (!stop.aborted) {
    const wait = wasGood ? periodSeconds : Math.min(eager, periodSeconds);
    try {
      await attempt();
      failures = 0;
      if (++successes === successThreshold && !stop.aborted) {
        wasGood = true;
        onVerdict(true, '');
      }
    } catch (error) {
      successes = 0;
      const before = failures;
      failures += wait / periodSeconds;
      if (before < failureThreshold && failures >= failureThreshold && !stop.aborted) onVerdict(false, (error as Error).message);
    }
    await pause(wait, stop);
  }
}

async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
}
