import { covers } from '../../istio/hosts';
import { qualifiedName } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import type { Objects } from '../objects';

/** An Ingress, which istiod translates and which is not evaluated here. */
interface UnevaluatedRoute {
  readonly text: string;
  /** Host names it is for; empty: any. */
  readonly hosts: readonly string[];
}

const none: readonly string[] = [];

/** Ingresses of Istio's class. */
export class UnevaluatedRoutes {
  private readonly all: readonly UnevaluatedRoute[];

  constructor(objects: Objects) {
    this.all = objects.ofKind('networking.k8s.io', 'Ingress').flatMap(ingressOf);
  }

  get isEmpty(): boolean {
    return this.all.length === 0;
  }

  /** Routes that may take a request for a host that comes from outside. */
  forHost(domain: string): readonly string[] {
    if (this.isEmpty) return none;
    const fits = ({ hosts }: UnevaluatedRoute) => hosts.length === 0 || hosts.some((host) => covers(host, domain));
    return this.all.filter(fits).map(({ text }) => text);
  }
}

function ingressOf({ object }: Manifest): UnevaluatedRoute[] {
  const spec = new FieldReader(object).at('spec');
  const name = spec.at('ingressClassName').text || object.metadata.annotations?.['kubernetes.io/ingress.class'];
  if (name !== undefined && name !== 'istio') return [];
  const hosts = spec.at('rules').items.map((rule) => rule.at('host').text);
  return [{ text: `Ingress ${qualifiedName(object)}`, hosts: hosts.includes('') ? [] : hosts }];
}
