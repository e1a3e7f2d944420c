import { Agent, request } from 'node:http';

export interface HttpRequest {
  /** @default GET */
  readonly method?: string;
  /** Sent as the Host header. */
  readonly host: string;
  /** Sent as it is, not normalized: `//about`, `/a/../b`. */
  readonly path: string;
  /** A list where a name is to be repeated. @default - none */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** An HTTP/1.1 client to one address, whatever host its requests name. Connections are kept. */
export class HttpClient {
  private readonly agent: Agent;

  /** @param connections how many at once @default 32 */
  constructor(
    readonly ip: string,
    readonly port: number,
    connections = 32,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** @param timeout seconds @throws Error when no answer comes */
  send({ method = 'GET', host, path, headers = {}, body }: HttpRequest, timeout = 10): Promise<HttpAnswer> {
    const list = Object.entries({ Host: host, ...headers }).map(
      ([name, value]) => [name, typeof value === 'string' ? value : [...value]] as const,
    );
    return new Promise((resolve, reject) => {
      const call = request(
        {
          host: this.ip,
          port: this.port,
          method,
          path,
          headers: Object.fromEntries(list),
          setHost: false,
          agent: this.agent,
          timeout: timeout * 1000,
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() }),
          );
          response.on('error', reject);
        },
      );
      call.on('timeout', () => call.destroy(new Error(`no answer within ${timeout} s`)));
      call.on('error', reject);
      call.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
