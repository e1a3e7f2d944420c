import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import type { MeshConfig } from '../installation/mesh-config';
import type { Objects } from '../objects';

const classGroup = 'networking.k8s.io';
const annotation = 'kubernetes.io/ingress.class';
const defaultClass = 'ingressclass.kubernetes.io/is-default-class';
const istioController = 'istio.io/ingress-controller';
/** The name that Istio's documentation gives the class. */
const customaryName = 'istio';

/** Does istiod serve an Ingress, and why? */
export interface IngressService {
  readonly served: boolean;
  /** In one line, what decides it. */
  readonly why: string;
  /** Why it is not known; `served` is then what is likely. */
  readonly undecided?: string;
}

/** Which Ingresses istiod serves. Source: Istio `shouldProcessIngressWithClass`. */
export class IngressClasses {
  private readonly defaultName: string | undefined;

  constructor(
    private readonly objects: Objects,
    private readonly config: Pick<MeshConfig, 'ingressClass' | 'ingressControllerMode'>,
    /** Do the manifests hold every IngressClass? */
    private readonly complete: boolean,
  ) {
    this.defaultName = nameOfDefault(objects.ofKind(classGroup, 'IngressClass'));
  }

  serviceOf({ object }: Manifest): IngressService {
    const { ingressControllerMode: mode, ingressClass } = this.config;
    if (mode === 'OFF') return { served: false, why: '`ingressControllerMode` is `OFF`' };
    const annotated = object.metadata.annotations?.[annotation];
    if (annotated !== undefined)
      return {
        served: annotated === ingressClass,
        why: `\`${annotation}\` is \`${annotated}\`, and \`ingressClass\` is \`${ingressClass}\``,
      };
    const named = new FieldReader(object).at('spec', 'ingressClassName').text;
    const name = named || this.defaultName;
    if (name !== undefined) return this.ofClass(name);
    return { served: mode === 'DEFAULT', why: `it names no class, and \`ingressControllerMode\` is \`${mode}\`` };
  }

  private ofClass(name: string): IngressService {
    const declared = this.objects.find(classGroup, 'IngressClass', { name });
    if (declared) {
      const controller = new FieldReader(declared.object).at('spec', 'controller').text;
      return { served: controller === istioController, why: `the controller of IngressClass \`${name}\` is \`${controller}\`` };
    }
    const missing = `no IngressClass \`${name}\` is among the manifests`;
    const isServed = this.config.ingressControllerMode === 'DEFAULT';
    if (this.complete || name !== customaryName)
      return { served: this.complete && isServed, why: this.complete ? missing : `${missing}: it is taken for another controller's` };
    return { served: true, why: missing, undecided: `${missing}, so whether its controller is \`${istioController}\` is not known` };
  }
}

/** The class that the API server gives an Ingress without one: of several the newest, then the first by name. Source: Kubernetes `DefaultIngressClass`. */
function nameOfDefault(classes: readonly Manifest[]): string | undefined {
  const defaults = classes.map(({ object }) => object.metadata).filter(({ annotations }) => annotations?.[defaultClass] === 'true');
  const [first] = defaults.sort((one, other) => {
    const [a, b] = [String(one.creationTimestamp ?? ''), String(other.creationTimestamp ?? '')];
    return a === b ? (one.name < other.name ? -1 : 1) : a > b ? -1 : 1;
  });
  return first?.name;
}
