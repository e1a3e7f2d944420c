import { X509Certificate } from 'node:crypto';
import type { Command } from 'commander';
import { isAddress } from '../istio/hosts';
import { readText } from '../manifest/read-manifests';
import type { FetchedKeys } from '../mesh/security/request-authentication';
import type { PeerCertificate } from '../route/policy/attributes';
import { usableKeys } from '../route/policy/jwks';
import { parseJwt } from '../route/policy/jwt';
import type { LoadBalancer } from '../route/request/load-balancer';
import type { Request } from '../route/request/request';
import { CannotRun } from './verb';

/** Who sends a request, as the options say. */
export interface SenderOptions {
  readonly token?: string;
  readonly jwks?: readonly string[];
  readonly sourceIp?: string;
  readonly xff?: string;
  readonly clientCert?: string;
  readonly custom?: string;
  readonly behind?: string;
}

/** Adds the options that say who sends a request. */
export function addSenderOptions(command: Command): Command {
  return command
    .option('--token <file>', 'JWT the client sends, or a JSON file of claims, which count as signed by their issuer')
    .option('--jwks <[issuer=]file>', 'keys that istiod fetches from a `jwksUri`, of one issuer or of all; may be given again', collect, [])
    .option('--source-ip <address>', 'address the connection comes from')
    .option('--xff <addresses>', 'X-Forwarded-For header the client sends')
    .option('--client-cert <file>', 'certificate the client shows to a MUTUAL server, PEM, or the name in it such as spiffe://a/b')
    .option(
      '--behind <tls-load-balancer[:port]>',
      'a load balancer in front of the gateway ends TLS, and calls this port of it in plain text',
    )
    .option('--custom <allow|deny>', 'what external authorizers answer; undecided if not given');
}

/** @throws CannotRun for a token, an address or a certificate that is none */
export function senderOf({ token, sourceIp, xff, clientCert }: SenderOptions): Pick<
  Request,
  'token' | 'claims' | 'sourceIp' | 'clientCertificate'
> & {
  readonly headers: Readonly<Record<string, string>>;
} {
  if (sourceIp !== undefined) checkAddress(sourceIp, '--source-ip');
  for (const address of xff?.split(',') ?? []) checkAddress(address.trim(), '--xff');
  const sent = token === undefined ? {} : readToken(token);
  return {
    ...sent,
    ...(sourceIp === undefined ? {} : { sourceIp }),
    ...(clientCert === undefined ? {} : { clientCertificate: certificateOf(clientCert) }),
    headers: {
      ...(xff === undefined ? {} : { 'x-forwarded-for': xff }),
      ...(sent.token === undefined ? {} : { authorization: `Bearer ${sent.token}` }),
    },
  };
}

/** The keys by issuer, `*` for all. @throws CannotRun for a file without keys */
export function keysOf({ jwks = [] }: SenderOptions): FetchedKeys {
  return Object.fromEntries(
    jwks.map((given) => {
      const mark = given.lastIndexOf('=');
      const path = given.slice(mark + 1);
      return [mark < 0 ? '*' : given.slice(0, mark), readKeys(path)];
    }),
  );
}

function readKeys(path: string): string {
  const content = readText(path);
  if (usableKeys(content) > 0) return content;
  throw new CannotRun(`\`${path}\` holds no key that a proxy can use`, 'what the `jwksUri` answers: `{"keys": [{"kty": "RSA", …}]}`');
}

const collect = (value: string, all: readonly string[]): readonly string[] => [...all, value];

/** @throws CannotRun for anything but `allow` and `deny` */
export function customOf({ custom }: SenderOptions): 'allow' | 'deny' | undefined {
  if (custom === undefined || custom === 'allow' || custom === 'deny') return custom;
  throw new CannotRun(`--custom is \`allow\` or \`deny\`, got \`${custom}\``);
}

/** @throws CannotRun for anything but `tls-load-balancer`, alone or with a port */
export function balancerOf({ behind }: SenderOptions): LoadBalancer | undefined {
  if (behind === undefined) return undefined;
  const match = /^tls-load-balancer(?::(\d{1,5}))?$/.exec(behind);
  const port = match?.[1] === undefined ? undefined : Number(match[1]);
  if (match && (port === undefined || (port > 0 && port < 65536))) return { port };
  throw new CannotRun(
    `--behind is \`tls-load-balancer\`, with a port of the gateway or without, got \`${behind}\``,
    '--behind tls-load-balancer:80',
  );
}

function checkAddress(address: string, option: string): void {
  if (!isAddress(address)) throw new CannotRun(`${option} needs an IP address, got \`${address}\``, `${option} 203.0.113.7`);
}

function readToken(path: string): Pick<Request, 'token' | 'claims'> {
  const content = readText(path).trim();
  if (content.startsWith('{')) return { claims: parseClaims(content, path) };
  const token = content.replace(/^Bearer\s+/i, '');
  const jwt = parseJwt(token);
  if (typeof jwt === 'string') {
    throw new CannotRun(
      `\`${path}\` holds neither a JWT nor claims in JSON: ${jwt}`,
      'a JWT is `header.payload.signature`; claims are `{"iss": "…", "sub": "…"}`',
    );
  }
  return { token };
}

function parseClaims(content: string, path: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new CannotRun(
      `the claims in \`${path}\` are no JSON: ${(error as Error).message}`,
      'claims are written `{"iss": "…", "sub": "…"}`',
    );
  }
}

function certificateOf(given: string): PeerCertificate {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(given)) return { uris: [given] };
  try {
    const { subjectAltName = '', subject } = new X509Certificate(readText(given));
    const names = subjectAltName.split(', ').map((name) => name.replace(/^"|"$/g, ''));
    const of = (kind: string) => names.flatMap((name) => (name.startsWith(`${kind}:`) ? [name.slice(kind.length + 1)] : []));
    return { uris: of('URI'), dnsNames: of('DNS'), subject: subject.split('\n').reverse().join(',') };
  } catch (error) {
    throw new CannotRun(
      `\`${given}\` is no certificate: ${(error as Error).message}`,
      'a file in PEM, or a name such as `spiffe://cluster.local/ns/shop/sa/web`',
    );
  }
}
