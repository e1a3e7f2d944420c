import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../istio/objects';
import { sourceOfObject } from '../manifest/manifest';
import { type Rejection, rejectionOf } from '../mesh/admission';
import type { GatewayPod } from '../mesh/gateways/gateway-ports';
import { Mesh } from '../mesh/mesh';
import { recordedWorld } from './cases';
import { GatewayRouter } from './gateway/gateway-router';
import { answerDifferences, type RecordedOutcome } from './recorded-answer';
import type { Request } from './request/request';

/** Objects, requests, and what the real API server, istiod and Envoy did with them. */
export interface RecordedCase {
  readonly id: string;
  /** Kind of configuration. */
  readonly group: string;
  /** Beside the objects every case has. */
  readonly objects: readonly KubernetesObject[];
  /** The gateway pod that is asked. */
  readonly gatewayPod: GatewayPod;
  readonly requests?: readonly Request[];
  /** One for each request. */
  readonly outcomes?: readonly RecordedOutcome[];
  /** Set where the API server rejected an object. */
  readonly rejected?: unknown;
  /** Set where Envoy rejected what istiod made of the objects. */
  readonly proxyRejected?: unknown;
}

/** The ports on which the applications of the recorded pods listen. */
const listening = [8000, 9000];

/** Objects that are in every recorded case. @param folder where the cases are */
export function readRecordedWorld(folder: string): KubernetesObject[] {
  return JSON.parse(readFileSync(join(folder, 'world.json'), 'utf8'));
}

/** The cases of one file, a JSON line each. */
export function readRecorded(file: string): RecordedCase[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

/** The fields in which each answer differs from the recorded one: one entry for each request, or one for rejected objects. */
export function recordedDifferences(one: RecordedCase, world: readonly KubernetesObject[]): string[][] {
  const every = (wrong: string[]) => (one.outcomes ?? [0]).map(() => wrong);
  const by = firstRejection(one.objects)?.by;
  const isRejected = by === 'api-server';
  if (one.rejected || isRejected) return every(isRejected === !!one.rejected ? [] : ['rejected']);
  const router = new GatewayRouter(Mesh.of([...world, ...one.objects], { ...recordedWorld, listening }), one.gatewayPod);
  const isRejectedByProxy = by === 'istiod' || router.refusals.length > 0;
  if (one.proxyRejected || isRejectedByProxy) return every(isRejectedByProxy === !!one.proxyRejected ? [] : ['rejected by Envoy']);
  return (one.requests ?? []).map((request, index) => answerDifferences(router.route(request), request, one.outcomes?.[index] ?? {}));
}

/** The first object that never takes effect. */
export function firstRejection(objects: readonly KubernetesObject[]): Rejection | undefined {
  for (const object of objects) {
    const rejection = rejectionOf({ object, source: sourceOfObject() }, recordedWorld.admission);
    if (rejection) return rejection;
  }
  return undefined;
}
