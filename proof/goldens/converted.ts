import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '../../lib/istio/objects';
import type { GatewayApi } from '../../lib/mesh/gateway-api/gateway-api';
import type { Golden } from './files';

/** What istiod makes of an input and the evaluator does not, or the other way round; in the order of their hosts. */
export function conversionDifferences({ converted }: Golden, { gateways, virtualServices, destinationRules }: GatewayApi): string[] {
  const own = [...gateways, ...virtualServices, ...destinationRules].map(({ object }) => object);
  const expected = converted.filter(isOfClass).map(canonical);
  const made = own.map(canonical);
  const missing = expected.filter((one) => !takeOut(made, one));
  return [...missing.map((one) => `istiod makes ${text(one)}`), ...made.map((one) => `the evaluator makes ${text(one)}`)];
}

/** Gateways of waypoints and of the east-west class are read elsewhere. */
function isOfClass({ kind, metadata }: KubernetesObject): boolean {
  return kind !== 'Gateway' || metadata.annotations?.['internal.istio.io/gateway-semantics'] === 'gateway';
}

function takeOut(from: object[], wanted: object): boolean {
  const index = from.findIndex((one) => isDeepStrictEqual(one, wanted));
  if (index < 0) return false;
  from.splice(index, 1);
  return true;
}

function text(value: object): string {
  return JSON.stringify(value);
}

/** Without names, which nothing reads, and without fields at their defaults. */
function canonical({ kind, metadata, spec }: KubernetesObject): object {
  return { kind, namespace: metadata.namespace, ...(kind === 'Gateway' ? { name: metadata.name } : {}), spec: trimmed(spec) };
}

/** Duration texts of one length: istiod counts in seconds. */
const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

function trimmed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(trimmed);
  const [, amount, unit = ''] = /^(\d+)(ms|s|m|h)$/.exec(String(value)) ?? [];
  if (typeof value === 'string' && amount) return `${Number((Number(amount) * (units[unit] ?? 1)).toFixed(6))}s`;
  if (value === null || typeof value !== 'object') return value;
  const fields = Object.entries(value).map(([key, field]): [string, unknown] => [key, trimmed(field)]);
  return Object.fromEntries(fields.filter(([key, field]) => !isDefault(key, field)).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Fields that change no answer of the evaluator, which does not read them: which client certificates a server accepts, and ciphers. */
const unread = new Set(['caCertCredentialName', 'insecureSkipVerify', 'cipherSuites']);

function isDefault(key: string, value: unknown): boolean {
  if (value === undefined || value === '' || value === false || value === 0) return true;
  // the tests' inputs come without the defaults of their definitions
  if ((key === 'maxAge' && value === '5s') || (key === 'mode' && value === 'PASSTHROUGH')) return true;
  if (key === 'uri' && isDeepStrictEqual(value, { prefix: '/' })) return true;
  if (key === 'match' && isDeepStrictEqual(value, [{}])) return true;
  if (unread.has(key) || value === 'builtin://') return true;
  if (key === 'name' && typeof value === 'string' && value !== 'default') return true;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
