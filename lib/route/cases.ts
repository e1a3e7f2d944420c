import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../istio/objects';
import type { GatewayPod } from '../mesh/gateways/gateway-ports';
import type { MeshOptions } from '../mesh/mesh-options';
import type { Caller } from '../mesh/security/identities';
import { assumedGateway } from './gateway/routers';
import { type Request, request } from './request/request';

/** How the recorded cases were made: no webhook, no gateway but the case's own, and nothing beside what is given. */
export const recordedWorld: MeshOptions = { admission: 'without-webhook', assumeIngressGateway: false, complete: true };

/** A small mesh, requests, and what becomes of them: for the evaluator always, for the real Envoy in the proof. */
export interface RouteCase {
  readonly case: string;
  /** What it shows, in one line. */
  readonly about: string;
  /** The gateway pod that is asked. */
  readonly gateway: GatewayPod;
  /** Beside the objects every case has. */
  readonly manifests: readonly KubernetesObject[];
  readonly requests: readonly CaseRequest[];
}

export interface CaseRequest {
  readonly request: Request;
  /** The client inside the mesh that sends it, with a sidecar; undefined: it arrives at the gateway. */
  readonly from?: Caller;
  /** `namespace/workload` of the manifests that sends it, by whatever proxy it has. @default - `from` says it */
  readonly workload?: string;
  /** Any of: `status`, `body`, `undecided`, `to` (`service.namespace:subset`), `shares` in percent, `path`, `port`, `location`. */
  readonly expected: Readonly<Record<string, unknown>>;
}

interface WrittenRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Request['headers'];
  readonly from?: Caller;
  readonly workload?: string;
  /** Claims of a token that counts as signed. */
  readonly claims?: Request['claims'];
  readonly sourceIp?: string;
  readonly expect: Readonly<Record<string, unknown>>;
}

/** The cases of one file. */
export function readCases(file: string): RouteCase[] {
  return documents(file).map((document) => {
    const {
      requests,
      gateway = assumedGateway,
      ...rest
    } = document as Omit<RouteCase, 'requests'> & { readonly requests: readonly WrittenRequest[] };
    return {
      ...rest,
      gateway,
      requests: requests.map(({ url, from, workload, expect: expected, ...options }) => ({
        request: request(url, options),
        from,
        workload,
        expected,
      })),
    };
  });
}

/** Objects that are in every case. @param folder where the cases are */
export function readWorld(folder: string): KubernetesObject[] {
  return documents(join(folder, 'world.yaml')) as KubernetesObject[];
}

function documents(file: string): unknown[] {
  const parsed = parseAllDocuments(readFileSync(file, 'utf8'));
  return (Array.isArray(parsed) ? parsed : []).map((document) => document.toJS());
}
