import { readFileSync } from 'node:fs';
import type { KubernetesObject } from '../../lib/istio/objects';
import { Cache } from '../binaries/cache';

/** A change of the cluster's objects, or what a test expects of them: a call of one of the suite's helpers. */
export interface RecordedEvent {
  readonly call: string;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly object?: KubernetesObject;
}

/** One test of the suite. */
export interface RecordedTest {
  readonly name: string;
  readonly features: readonly string[] | null;
  /** Whether it came to its end without a cluster. */
  readonly whole: boolean;
  readonly events: readonly RecordedEvent[];
}

/** What a request says, in the suite's words. */
export interface RecordedRequest {
  readonly Host: string;
  readonly Method: string;
  readonly Path: string;
  readonly Headers: Readonly<Record<string, string>> | null;
}

/** Source: Gateway API `conformance/utils/http.ExpectedResponse`. */
export interface ExpectedResponse {
  readonly Request: RecordedRequest;
  readonly ExpectedRequest: (RecordedRequest & { readonly AbsentHeaders: readonly string[] | null }) | null;
  readonly RedirectRequest: Readonly<Record<'Scheme' | 'Host' | 'Port' | 'Path', string>> | null;
  readonly BackendSetResponseHeaders: Readonly<Record<string, string>> | null;
  readonly Response: {
    readonly StatusCode: number;
    readonly StatusCodes: readonly number[] | null;
    readonly Headers: Readonly<Record<string, string>> | null;
    readonly AbsentHeaders: readonly string[] | null;
  };
  readonly Backend: string;
  readonly Namespace: string;
  readonly MirroredTo: readonly { readonly Name: string; readonly Namespace: string; readonly Percent: number | null }[] | null;
}

/** Every test of the suite, the objects that all of them share first. @throws ProofError when they were not recorded yet */
export function recordedTests(cache = new Cache()): readonly RecordedTest[] {
  return JSON.parse(readFileSync(cache.path('gateway-conformance', 'tests.json'), 'utf8')) as RecordedTest[];
}
