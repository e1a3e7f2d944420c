import known from '../../../../../imports/schemas/istio.annotations.json';
import type { FieldReader } from '../../../../manifest/field';
import type { Subject } from '../../../subject';

export interface KnownAnnotation {
  readonly deprecated: boolean;
  /** The kinds it belongs on; `Any` is every kind. */
  readonly kinds: readonly string[];
}

/** Istio's own annotations by name. Source: `annotation/annotations.yaml` of `istio.io/api`. */
export const knownAnnotations: ReadonlyMap<string, KnownAnnotation> = new Map(Object.entries(known));

/** Set by Istio itself, so nobody needs to hear of them. */
const setByIstio: ReadonlySet<string> = new Set(['sidecar.istio.io/status', 'gateway.istio.io/controller-version', 'istio.io/rev']);

/** An annotation of Istio's as it is written. */
export interface WrittenAnnotation {
  readonly name: string;
  readonly field: FieldReader;
  readonly known: KnownAnnotation | undefined;
  /** Does it belong on this kind of object? */
  readonly placed: boolean;
}

/** The annotations of Istio's on an object, but for those that Istio sets itself. */
export function istioAnnotationsOf(subject: Subject): WrittenAnnotation[] {
  return subject.root
    .at('metadata', 'annotations')
    .entries.filter(([name]) => isIstios(name) && !setByIstio.has(name))
    .map(([name, field]) => {
      const definition = knownAnnotations.get(name);
      const placed = definition?.kinds.some((kind) => kind === 'Any' || kind === subject.object.kind) ?? false;
      return { name, field, known: definition, placed };
    });
}

function isIstios(name: string): boolean {
  return name === 'kubernetes.io/ingress.class' || (name.split('/')[0] ?? '').endsWith('istio.io');
}
