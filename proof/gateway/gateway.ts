import { ProofError } from '../errors';
import { HttpClient } from '../requests/client';

/** An Envoy that istiod configures as an ingress gateway, seen from a client. */
export abstract class Gateway {
  private readonly clients = new Map<string, HttpClient>();

  constructor(
    readonly name: string,
    /** What the selectors of Gateway objects see. */
    readonly labels: Readonly<Record<string, string>>,
    /** The Gateway of the Gateway API that it was deployed for. @default - none */
    readonly serves?: { readonly name: string; readonly namespace: string },
  ) {}

  abstract get ip(): string;

  /** Resolves when it takes requests. */
  abstract ready(): Promise<void>;

  /** What Envoy's admin interface answers. @param path for example `/config_dump` */
  abstract admin(path: string): Promise<string>;

  /** Envoy's log so far. */
  abstract log(): string;

  /** Where Envoy listens for a port of a Gateway object. */
  protected abstract targetPort(port: number): number;

  /** A client of one of its ports. @param port as in the Gateway object @default 80 */
  client(port = 80): HttpClient {
    const address = `${this.ip}:${port}`;
    const client = this.clients.get(address) ?? new HttpClient(this.ip, this.targetPort(port));
    this.clients.set(address, client);
    return client;
  }

  /** The kinds of configuration that Envoy refused (NACK) since it started, by the names of its counters. */
  async refused(): Promise<string[]> {
    const { stats } = JSON.parse(await this.admin('/stats?filter=update_rejected&format=json')) as {
      stats: { name?: string; value?: number }[];
    };
    return stats.flatMap(({ name = '', value = 0 }) => (value > 0 ? [name] : []));
  }

  /** @throws ProofError with Envoy's own words when it refused anything */
  async assertAccepted(): Promise<void> {
    const refused = await this.refused();
    if (refused.length === 0) return;
    const words = this.log()
      .split('\n')
      .filter((line) => /rejected|rror adding|constraint/i.test(line));
    throw new ProofError(`the gateway refused what istiod sent: ${refused.join(', ')}`, { log: words.slice(-10) });
  }

  async stop(): Promise<void> {
    for (const client of this.clients.values()) client.close();
  }
}
