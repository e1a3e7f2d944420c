import type { PeerCertificate } from '../policy/attributes';

/** One request, as a client sends it. */
export interface Request {
  /** The method, such as `GET`. */
  readonly method: string;
  /** Whether the client speaks TLS. */
  readonly scheme: 'http' | 'https';
  /** The port the client connects to: of the gateway's Service, or of the service called inside the mesh. */
  readonly port: number;
  /** The Host header as sent, with a port if it had one; null: none was sent. */
  readonly host: string | null;
  /** The request target as sent: path and query, not decoded. */
  readonly path: string;
  /** A list means the header was sent several times. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Server name of the TLS handshake. @default - the host without its port; '' sends none */
  readonly sni?: string;
  /** Claims of a JWT that its issuer signed, sent wherever the proxy looks for one. @default - no token */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** A JWT, sent wherever the proxy looks for one. @default - none but what the headers hold */
  readonly token?: string;
  /** The address that the first proxy sees: of the client, or of a load balancer in front of it. @default - not known */
  readonly sourceIp?: string;
  /** What the client called, where a load balancer in front of the gateway passes the request on, and its address. @default - the client calls the gateway itself */
  readonly loadBalancer?: { readonly scheme: 'http' | 'https'; readonly port: number; readonly client?: string };
  /** What the client shows in its TLS handshake. @default - no certificate */
  readonly clientCertificate?: PeerCertificate;
}

/** What may be said beside the URL. */
export interface RequestOptions extends Pick<Request, 'headers' | 'sni' | 'claims' | 'token' | 'sourceIp' | 'clientCertificate'> {
  /** The method. @default GET */
  readonly method?: string;
}

/**
 * The request curl would send for a URL. The port in the URL is both dialled and, unless it is the scheme's own, sent in
 * the Host header; a `host` header replaces that.
 *
 * @throws TypeError if the URL has no `http://` or `https://` scheme, no host, or a port that is none
 */
export function request(url: string, { method = 'GET', headers = {}, ...rest }: RequestOptions = {}): Request {
  const parts = /^(https?):\/\/([^/?#]+)([^#]*)/i.exec(url);
  if (!parts) throw new TypeError(`a request needs a URL such as \`http://example.com/path\`, got \`${url}\`${asConnection(url)}`);
  const [, givenScheme = '', authority = '', target = ''] = parts;
  // Brackets belong to an IPv6 address, and a port is a number.
  if (!/^(\[[\da-f:.]+\]|[^[\]:]+)(:\d{1,5})?$/i.test(authority))
    throw new TypeError(`a URL names a host and at most a port, got \`${url}\``);
  const scheme = givenScheme.toLowerCase() === 'https' ? 'https' : 'http';
  const standard = scheme === 'https' ? 443 : 80;
  const port = Number(/:(\d+)$/.exec(authority)?.[1] ?? standard);
  const own = Object.entries(headers).find(([name]) => name.toLowerCase() === 'host');
  const host = own ? String(own[1]) : port === standard ? withoutPort(authority) : authority;
  const others = Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'host'));
  return { method, scheme, port, host, path: target.startsWith('/') ? target : `/${target}`, headers: others, ...rest };
}

/** How a connection that is not HTTP is asked for: the port decides how proxies read it. */
function asConnection(url: string): string {
  const [, name] = /^(?:[a-z][a-z\d+.-]*:\/\/)?([^/?#@]+:\d{1,5})\/?$/i.exec(url) ?? [];
  return name === undefined ? '' : `; a connection to a TCP port is asked for as \`http://${name}/\``;
}

/** A host without its port; an IPv6 address keeps its brackets. Source: Envoy `HeaderUtility::getPortStart`. */
export function withoutPort(host: string): string {
  const colon = host.lastIndexOf(':');
  return colon < 0 || host.lastIndexOf(']') > colon ? host : host.slice(0, colon);
}

/** The host that a request names, without its port; '' where it names none. */
export function calledHost({ host }: Pick<Request, 'host'>): string {
  return host === null ? '' : withoutPort(host);
}

/** The server name a client's TLS handshake carries; '' for none. An address is never sent. */
export function serverName({ sni, host }: Request): string {
  const name = sni ?? calledHost({ host });
  return sni === undefined && (/^[\d.]+$/.test(name) || name.startsWith('[')) ? '' : name;
}
