import type { Finding } from '../check/finding';
import type { KubernetesObject } from '../istio/objects';
import { type Manifest, sourceOfObject } from '../manifest/manifest';
import type { DecisionJson } from '../route/answer/json';
import type { TraceStep } from '../route/answer/trace';
import { request } from '../route/request/request';
import type { Influence, PermissionChange, Witness } from './influence';

/** An influence with these parts, and nothing else. */
export function influenceWith(parts: Partial<Influence> = {}): Influence {
  return {
    ...{ asked: 10, isPartial: false, witnesses: [], redundant: 0, shapes: new Map(), hides: new Map() },
    ...{ permissions: [], findings: [], notUsed: [] },
    ...parts,
  };
}

const answer = (status: number): DecisionJson => ({
  ...{ status, virtualService: null, route: null, destinations: [], path: null, host: null, location: null, reason: null },
});

/** A request that is answered 200, and 404 without the object. */
export function witness(url: string, { from, method, headers, claims, status = 200 }: WitnessParts = {}): Witness {
  const [namespace, name] = from?.split('/') ?? [];
  return {
    ...(from ? { from: { namespace, name } as Witness['from'] } : {}),
    request: request(url, { method, headers, claims }),
    with: answer(status),
    without: answer(404),
  };
}

interface WitnessParts {
  readonly from?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly status?: number;
}

export function permissionOf(from: string): PermissionChange {
  return {
    with: {
      ...{ from, to: 'shop/web', port: 80, workload: 'Deployment shop/web', transport: 'mutual TLS' as never, permission: 'denied' },
      ...{ requiresToken: false, reason: 'a rule', conditions: [], assumed: [] },
    },
    without: 'allowed',
  };
}

export function manifestNamed(kind: string, name: string): Manifest {
  const object: KubernetesObject = { apiVersion: 'v1', kind, metadata: { name, namespace: 'shop' } };
  return { object, source: sourceOfObject() };
}

export const finding: Finding = { code: 'KIA1', level: 'warning', rule: 'x', path: ['spec', 'hosts', 0], message: 'the host is unknown' };

export const notUsed: TraceStep = { step: 'not used', what: 'x', verdict: 'no', why: 'it is older', cause: 'older object' };
