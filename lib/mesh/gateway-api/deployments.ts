import { namespaceOf, qualifiedName } from '../../istio/names';
import type { FieldReader } from '../../manifest/field';
import { type FieldPath, type Manifest, sourceOfObject } from '../../manifest/manifest';
import type { Objects } from '../objects';
import { controllerOf } from './gateway-classes';
import { gatewayApi, stored } from './objects';

/** The label of the pods that serve a Gateway which istiod deploys. Source: Istio `GatewayNameLabel`. */
export const gatewayName = 'gateway.networking.k8s.io/gateway-name';

/** Does istiod make the pods and the Service of a Gateway? Not where it names a Service that is there. Source: Istio `IsManaged`. */
export function isDeployed(gateway: FieldReader): boolean {
  const addresses = gateway.at('spec', 'addresses').items;
  return addresses.length === 0 || (addresses.length === 1 && addresses[0]?.at('type').text === 'IPAddress');
}

/** The name of the Deployment and the Service that istiod makes for a Gateway: `<gateway>-<class>`. */
export function deployedName(gateway: FieldReader): string {
  const named = gateway.at('metadata', 'annotations', 'gateway.istio.io/name-override').text;
  return named || `${gateway.at('metadata', 'name').text}-${gateway.at('spec', 'gatewayClassName').text}`;
}

/** What is wrong with the parameters of a Gateway's pods; `isUnknown`: the object may be there, and is not among the manifests. */
export interface ParametersFault {
  readonly message: string;
  readonly path: FieldPath;
  readonly isUnknown?: boolean;
}

/** Parameters are a ConfigMap; without it istiod makes no pods. Source: Istio `validateParametersRef`. */
export function parametersFault(gateway: Manifest, objects: Objects, complete: boolean): ParametersFault | undefined {
  const reference = stored(gateway).at('spec', 'infrastructure', 'parametersRef');
  if (!reference.exists) return undefined;
  const { path } = reference;
  const [kind, name, namespace] = [reference.at('kind').text, reference.at('name').text, namespaceOf(gateway.object)];
  if (kind !== 'ConfigMap' || reference.at('group').text !== '')
    return { path, message: `parameters of kind \`${kind}\`: Istio reads ConfigMaps only` };
  if (objects.find('', 'ConfigMap', { namespace, name })) return undefined;
  return { path, message: `no ConfigMap \`${name}\` is in namespace \`${namespace}\``, ...(complete ? {} : { isUnknown: true }) };
}

const mayBeThere = { isUnknown: true };

/** The pods and Services that istiod makes for Gateways of its class. Source: Istio `kube-gateway.yaml`. */
export function deployedGateways(objects: Objects, complete: boolean): Manifest[] {
  return objects
    .ofKind(gatewayApi, 'Gateway')
    .filter((manifest) => controllerOf(objects, stored(manifest).at('spec', 'gatewayClassName').text) === 'ingress')
    .filter((manifest) => isDeployed(stored(manifest)))
    .filter((manifest) => (parametersFault(manifest, objects, complete) ?? mayBeThere).isUnknown)
    .flatMap((manifest) => deploy(manifest, setsOf(objects, manifest)));
}

/** The ListenerSets that name a Gateway: its Service has their ports too. */
function setsOf(objects: Objects, gateway: Manifest): readonly Manifest[] {
  return objects.ofKind(gatewayApi, 'ListenerSet').filter((set) => {
    const parent = stored(set).at('spec', 'parentRef');
    return `${parent.at('namespace').text || namespaceOf(set.object)}/${parent.at('name').text}` === qualifiedName(gateway.object);
  });
}

function deploy(manifest: Manifest, sets: readonly Manifest[]): Manifest[] {
  const gateway = stored(manifest);
  const { name } = manifest.object.metadata;
  const metadata = { name: deployedName(gateway), namespace: namespaceOf(manifest.object) };
  const className = gateway.at('spec', 'gatewayClassName').text;
  const infrastructure = gateway.at('spec', 'infrastructure', 'labels').labels ?? {};
  const labels = { ...infrastructure, [gatewayName]: name, 'gateway.networking.k8s.io/gateway-class-name': className };
  const account = gateway.at('metadata', 'annotations', 'gateway.istio.io/service-account').text || metadata.name;
  const pods = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...metadata, labels },
    spec: {
      selector: { matchLabels: { [gatewayName]: name } },
      template: {
        metadata: { labels: { ...labels, 'sidecar.istio.io/inject': 'false' } },
        spec: { serviceAccountName: account, containers: [{ name: 'istio-proxy', image: 'istio/proxyv2' }] },
      },
    },
  };
  const numbers = new Set(
    [gateway, ...sets.map(stored)].flatMap((one) =>
      one.at('spec', 'listeners').items.flatMap((listener) => listener.at('port').number ?? []),
    ),
  );
  const ports = [...numbers].map((port) => ({ name: `port-${port}`, port, protocol: 'TCP' }));
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...metadata, labels },
    spec: {
      type: gateway.at('metadata', 'annotations', 'networking.istio.io/service-type').text || 'LoadBalancer',
      selector: { [gatewayName]: name },
      ports: [{ name: 'status-port', port: 15021, protocol: 'TCP' }, ...ports],
    },
  };
  return [pods, service].map((object) => ({ object, source: sourceOfObject() }));
}
