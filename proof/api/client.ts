import { Agent, request } from 'node:https';
import type { KubernetesObject } from '../../lib/istio/objects';
import { ProofError } from '../errors';
import { Discovery } from './discovery';
import { type ApiObject, describe, type Target, targetOf } from './target';
import { parseLines, type WatchEvent } from './watch';

export interface ApiAddress {
  readonly host: string;
  readonly port: number;
  readonly token: string;
  /** PEM of the certificate that the server shows. */
  readonly ca: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  /** What the server warned of. */
  readonly warnings: readonly string[];
}

interface RequestOptions {
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** The API server said no. */
export class ApiError extends ProofError {
  constructor(
    readonly status: number,
    /** Kubernetes' word for it, for example `NotFound`, `Invalid`, `Forbidden`. */
    readonly reason: string,
    fact: string,
  ) {
    super(fact);
    this.name = 'ApiError';
  }
}

/** The API server, spoken to directly: connections are kept, so a call costs about a millisecond. */
export class ApiClient {
  private readonly agent: Agent;
  private readonly discovery = new Discovery((path, accept) => this.request('GET', path, { accept }));

  constructor(readonly address: ApiAddress) {
    this.agent = new Agent({ keepAlive: true, maxSockets: 16, ca: address.ca });
  }

  async get<T = ApiObject>(target: Target): Promise<T> {
    return this.json<T>('GET', await this.discovery.path(target));
  }

  /** @returns undefined where there is none */
  async find<T = ApiObject>(target: Target): Promise<T | undefined> {
    try {
      return await this.get<T>(target);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** All of a kind, in one namespace or everywhere. @param selector on labels, for example `app=user` */
  async list<T = ApiObject>(target: Target, selector?: string): Promise<T[]> {
    const query = selector ? { labelSelector: selector } : undefined;
    return (await this.json<{ items: T[] }>('GET', await this.discovery.path(target), { query })).items;
  }

  async create<T = ApiObject>(object: KubernetesObject): Promise<T> {
    const { apiVersion, kind, metadata } = object;
    return this.json<T>('POST', await this.discovery.path({ apiVersion, kind, namespace: metadata.namespace ?? 'default' }), {
      body: object,
    });
  }

  /** Server-side apply. */
  async apply<T = ApiObject>(object: KubernetesObject): Promise<T> {
    const query = { fieldManager: 'meshwright-proof', force: 'true' };
    return this.json<T>('PATCH', await this.discovery.path(targetOf(object)), {
      body: object,
      contentType: 'application/apply-patch+yaml',
      query,
    });
  }

  /** Merge patch of an object or, for example, its `/status`. */
  async patch<T = ApiObject>(target: Target, body: unknown, subresource = ''): Promise<T> {
    const path = (await this.discovery.path(target)) + subresource;
    return this.json<T>('PATCH', path, { body, contentType: 'application/merge-patch+json' });
  }

  /** Deletes it, if it is there. @param graceSeconds @default - the object's own */
  async delete(target: Target, graceSeconds?: number): Promise<void> {
    const query = graceSeconds === undefined ? undefined : { gracePeriodSeconds: String(graceSeconds) };
    const answer = await this.request('DELETE', await this.discovery.path(target), { query });
    if (answer.status >= 400 && answer.status !== 404) throw refusal(answer, `delete ${describe(target)}`);
  }

  /** Calls a subresource such as `serviceaccounts/token` with an object that is not stored. */
  async post<T>(target: Target, subresource: string, body: unknown): Promise<T> {
    return this.json<T>('POST', (await this.discovery.path(target)) + subresource, { body });
  }

  /** Hears of every change to a kind until `stop` is called; connects again when the server hangs up. @returns stop */
  watch<T = ApiObject>(target: Target, onEvent: (event: WatchEvent<T>) => void): () => void {
    const stopping = new AbortController();
    const loop = async (): Promise<void> => {
      while (!stopping.signal.aborted) {
        await this.watchOnce(await this.discovery.path(target), onEvent, stopping.signal).catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    void loop().catch(() => undefined);
    return () => stopping.abort();
  }

  /** Closes the kept connections. */
  close(): void {
    this.agent.destroy();
  }

  /** Any call, answered whatever its status. */
  request(
    method: string,
    path: string,
    { body, contentType = 'application/json', accept = 'application/json', query }: RequestOptions = {},
  ): Promise<Answer> {
    const { host, port, token } = this.address;
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const search = query ? `?${new URLSearchParams(query)}` : '';
    const headers = { authorization: `Bearer ${token}`, accept, ...(text === undefined ? {} : { 'content-type': contentType }) };
    return new Promise((resolve, reject) => {
      const call = request({ host, port, method, path: path + search, headers, agent: this.agent }, (response) => {
        let received = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          received += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: received, warnings: warningsOf(response.headers.warning) }),
        );
        response.on('error', reject);
      });
      call.on('error', reject);
      call.end(text);
    });
  }

  private async json<T>(method: string, path: string, options?: RequestOptions): Promise<T> {
    const answer = await this.request(method, path, options);
    if (answer.status >= 400) throw refusal(answer, `${method} ${path}`);
    return JSON.parse(answer.body) as T;
  }

  private watchOnce<T>(path: string, onEvent: (event: WatchEvent<T>) => void, signal: AbortSignal): Promise<void> {
    const { host, port, token } = this.address;
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
    return new Promise((resolve, reject) => {
      const call = request({ host, port, path: `${path}?watch=true`, headers, signal, agent: false, ca: this.address.ca }, (response) => {
        parseLines(response, onEvent);
        response.on('close', resolve);
        response.on('error', reject);
      });
      call.on('error', reject);
      call.end();
    });
  }
}

function refusal({ status, body }: Answer, what: string): ApiError {
  try {
    const { reason, message } = JSON.parse(body) as { reason?: string; message?: string };
    return new ApiError(status, reason ?? '', `the API server refused ${what}: ${message ?? body}`);
  } catch {
    return new ApiError(status, '', `the API server answered ${status} to ${what}: ${body.slice(0, 400)}`);
  }
}

/** RFC 7234: `299 - "text"`, several joined by commas. */
function warningsOf(header: string | string[] | undefined): string[] {
  return [...String(header ?? '').matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map((match) => (match[1] ?? '').replace(/\\(.)/g, '$1'));
}
