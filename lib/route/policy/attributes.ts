/** The certificate a peer showed in its TLS handshake, as far as policies read it. */
export interface PeerCertificate {
  /** URI SANs, for example `spiffe://cluster.local/ns/shop/sa/web`. */
  readonly uris: readonly string[];
  /** @default [] */
  readonly dnsNames?: readonly string[];
  /** The subject as Envoy writes it, for example `CN=client,O=acme`. @default '' */
  readonly subject?: string;
}

/** What policies read of an HTTP request. */
export interface HttpAttributes {
  readonly method: string;
  /** The Host header as sent, with its port. */
  readonly authority: string;
  /** Normalized path without the query. */
  readonly path: string;
  /** Normalized path and query. */
  readonly target: string;
  readonly scheme: string;
  /** By name in lower case, one entry for each time it was sent. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
}

/** As much of a request as is known; what is absent may be anything. */
export type PartialRequest = Partial<HttpAttributes>;

/** The payload of the JWT that Envoy validated. */
export type Claims = Readonly<Record<string, unknown>>;

/** What the policies of one proxy read of a connection. `undefined` is what manifests do not say. */
export interface ConnectionAttributes {
  /** `null`: the peer shows no certificate, or the connection is plain text. */
  readonly peer: PeerCertificate | null | undefined;
  /** The address the connection comes from: `source.ip`, `ipBlocks`. */
  readonly sourceIp: string | undefined;
  /** The address of the original client: `remote.ip`, `remoteIpBlocks`. */
  readonly remoteIp: string | undefined;
  readonly destinationIp: string | undefined;
  /** The port the proxy accepted the connection for: the container's, not the Service's. */
  readonly destinationPort: number;
  /** Server name of the TLS handshake; '' for none. */
  readonly serverName: string | undefined;
}

/** What they read of a request on it, too. */
export interface Attributes extends ConnectionAttributes {
  /** Absent where the proxy hands bytes on without reading HTTP. */
  readonly http?: PartialRequest;
  /** A token that is sent wherever the proxy looks for one, if it is nowhere else. */
  readonly token?: string;
  /** Payload of the validated token; absent without one; `any`: there is one, and nothing is known of it. */
  readonly claims?: Claims | 'any';
}

/** A whole request, or none: what a proxy decides on. */
export interface RequestAttributes extends Attributes {
  readonly http?: HttpAttributes;
}

/** What is sent on a connection. */
export type Sent = Pick<RequestAttributes, 'http' | 'token' | 'claims'>;

/** Field by field, for this is made for every request: spreading takes several times as long. */
export function onConnection(
  connection: ConnectionAttributes,
  { http, token, claims }: Sent,
  remoteIp = connection.remoteIp,
): RequestAttributes {
  const { peer, sourceIp, destinationIp, destinationPort, serverName } = connection;
  return { peer, sourceIp, remoteIp, destinationIp, destinationPort, serverName, http, token, claims };
}
