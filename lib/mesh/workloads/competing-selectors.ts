import type { Labels } from '../../istio/labels';
import { namespaceOf } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Objects } from '../objects';
import type { Workload, WorkloadIndex } from './workloads';

/** An object that holds for the pods its selector picks, in its own namespace. */
interface Selective {
  readonly name: string;
  readonly namespace: string;
  /** Undefined: every pod of the namespace. */
  readonly selector: Labels | undefined;
}

/** Objects of a kind that may hold for a pod only once. */
export class CompetingSelectors {
  private readonly byNamespace = new Map<string, Selective[]>();

  constructor(
    private readonly workloads: WorkloadIndex,
    all: readonly Selective[],
  ) {
    for (const one of all) {
      const bucket = this.byNamespace.get(one.namespace);
      if (bucket) bucket.push(one);
      else this.byNamespace.set(one.namespace, [one]);
    }
  }

  /** Names of the other objects of the namespace that select no pod in particular. */
  othersWithoutSelector(namespace: string, name: string): string[] {
    return this.others(namespace, name)
      .filter(({ selector }) => selector === undefined)
      .map((other) => other.name);
  }

  /** The first pod that another object of the namespace selects too, and that object's name. */
  rivalFor(namespace: string, name: string, selector: Labels): { pod: Workload; rival: string } | undefined {
    const others = this.others(namespace, name).filter((other) => other.selector !== undefined);
    for (const pod of others.length > 0 ? this.workloads.select(namespace, selector) : []) {
      const rival = others.find((other) => Object.entries(other.selector ?? {}).every(([key, value]) => pod.labels[key] === value));
      if (rival) return { pod, rival: rival.name };
    }
    return undefined;
  }

  private others(namespace: string, name: string): Selective[] {
    return (this.byNamespace.get(namespace) ?? []).filter((other) => other.name !== name);
  }
}

/** The labels a Sidecar selects; undefined when it holds for its whole namespace. */
export function sidecarSelector(spec: FieldReader): Labels | undefined {
  return nonEmpty(spec.at('workloadSelector', 'labels').labels);
}

/** The labels a policy selects; undefined when it holds for its whole namespace. */
export function policySelector(spec: FieldReader): Labels | undefined {
  return nonEmpty(spec.at('selector', 'matchLabels').labels);
}

function matchLabels(spec: FieldReader): Labels | undefined {
  const selector = spec.at('selector');
  return selector.exists ? (selector.at('matchLabels').labels ?? {}) : undefined;
}

function nonEmpty(labels: Labels | undefined): Labels | undefined {
  return labels && Object.keys(labels).length > 0 ? labels : undefined;
}

type SelectorOf = (spec: FieldReader) => Labels | undefined;

/** The kinds of which only one object may hold for a pod, with how each says which pods. */
const selective = {
  Sidecar: { group: 'networking.istio.io', selectorOf: sidecarSelector },
  /** `selector: {}` selects no pod in particular, and is not an absent one either. */
  Telemetry: { group: 'telemetry.istio.io', selectorOf: matchLabels },
  PeerAuthentication: { group: 'security.istio.io', selectorOf: policySelector },
} as const satisfies Record<string, { readonly group: string; readonly selectorOf: SelectorOf }>;

/** The objects of one such kind. */
export function competing(objects: Objects, workloads: WorkloadIndex, kind: keyof typeof selective): CompetingSelectors {
  const { group, selectorOf } = selective[kind];
  const all = objects.ofKind(group, kind).map(({ object }) => ({
    name: object.metadata.name,
    namespace: namespaceOf(object),
    selector: selectorOf(new FieldReader(object).at('spec')),
  }));
  return new CompetingSelectors(workloads, all);
}
