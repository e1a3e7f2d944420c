import { ApiObject, JsonPatch } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { ownId } from '../metadata';
import { Microservice } from '../microservice';
import { onlyKnown } from '../only-known';
import { within } from '../within';
import { Edges, installedGateway } from './edges';
import { type Identity, namespaceOf } from './identity';

/** Which services get an `exportTo` that follows the declared calls. */
export interface ExportScopesProps {
  /** Whose microservices: an app, a chart. @default - the whole app */
  readonly of?: IConstruct;
  /** As whom the pods of gateways call that this app does not make itself. @default - Istio's own ingress gateway */
  readonly ingressGateways?: readonly Identity[];
  /** Namespaces that see every microservice whatever is declared. @default - none */
  readonly alwaysSeenBy?: readonly string[];
}

/**
 * Each microservice is known to its own namespace and to those of its declared callers, and to no other: proxies elsewhere hold
 * nothing of it, which saves them memory and istiod work. A microservice with an `exportTo` of its own keeps it.
 *
 * Derived when the app is synthesized, from the same edges as `ZeroTrust`. Source: Istio `networking.istio.io/exportTo`, `DestinationRule.exportTo`.
 */
export class ExportScopes extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ExportScopesProps = {},
  ) {
    super(scope, ownId(scope, id, 'ExportScopes'));
    onlyKnown('ExportScopesProps', props, this);
    // Validation is what every synth does first, with the whole tree declared.
    this.node.addValidation({
      validate: () => {
        within(this, () => this.derive());
        return [];
      },
    });
  }

  private derive(): void {
    const { of = this.node.root, ingressGateways = [installedGateway], alwaysSeenBy = [] } = this.props;
    const edges = new Edges(of, ingressGateways);
    for (const microservice of edges.microservices) {
      if (!(microservice instanceof Microservice)) continue;
      const own = namespaceOf(microservice);
      const others = [...edges.into(microservice).map(({ from }) => namespaceOf(from)), ...alwaysSeenBy];
      const exportTo = ['.', ...[...new Set(others)].filter((namespace) => namespace !== own).sort()];
      for (const object of microservice.node.findAll().filter((construct) => construct instanceof ApiObject)) narrow(object, exportTo);
    }
  }
}

const annotation = 'networking.istio.io/exportTo';

function narrow(object: ApiObject, exportTo: readonly string[]): void {
  if (object.kind === 'Service' && object.metadata.toJson().annotations?.[annotation] === undefined) {
    object.metadata.addAnnotation(annotation, exportTo.join(','));
  }
  if (object.kind !== 'DestinationRule') return;
  const { spec } = object.toJson() as { readonly spec: { readonly exportTo?: readonly string[] } };
  if (spec.exportTo === undefined) object.addJsonPatch(JsonPatch.add('/spec/exportTo', [...exportTo]));
}
