import type { Diagnostic } from '../../diagnostic';
import type { KubernetesObject } from '../../istio/objects';
import { holdValues, keepWords, type Values } from '../words.test.helper';
import { validateAdmission } from './validate';

const groups: Readonly<Record<string, string>> = {
  AuthorizationPolicy: 'security.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  RequestAuthentication: 'security.istio.io/v1',
  Telemetry: 'telemetry.istio.io/v1',
  WasmPlugin: 'extensions.istio.io/v1alpha1',
  TrafficExtension: 'extensions.istio.io/v1alpha1',
};

/** All that is said of an object with this `spec`. */
function violationsOf(kind: string, spec: unknown, metadata: object = {}): Diagnostic[] {
  const object = {
    apiVersion: groups[kind] ?? 'networking.istio.io/v1',
    kind,
    metadata: { name: 'a', namespace: 'demo', ...metadata },
    spec,
  };
  return validateAdmission(object as KubernetesObject);
}

/** Code and field of all that is said of an object with this `spec`. */
export function said(kind: string, spec: unknown, metadata: object = {}): string[] {
  return keepWords(violationsOf(kind, spec, metadata)).map(({ code, path }) =>
    `${code} ${path.slice(path[0] === 'spec' ? 1 : 0).join('.')}`.trim(),
  );
}

/** Tables of `[name, spec, what is said]` by kind. */
export function cases(kind: string, table: readonly (readonly [name: string, spec: unknown, expected: readonly string[]])[]): void {
  describe(kind, () => {
    test.each([...table])('%s', (_name, spec, expected) => {
      expect(said(kind, spec)).toEqual(expected);
    });
  });
}

/** Tables of one field by kind: the values of which nothing is said, and those of which something is, held word for word. */
export function values(kind: string, table: Values): void {
  describe(kind, () => holdValues(table, (spec) => violationsOf(kind, spec)));
}
