import { defaultRootNamespace } from '../../istio/defaults';
import type { Labels } from '../../istio/labels';
import { FieldReader } from '../../manifest/field';
import type { Objects } from '../objects';
import { type ChartRelease, chartReleases } from './chart-releases';

/** Gateway pods and their Service, as an installation makes them. */
export interface InstalledGateway {
  /** Name of the Service. */
  readonly name: string;
  readonly namespace: string;
  /** Labels of the pods. */
  readonly labels: Labels;
  /** Those of them by which the Service selects. */
  readonly selector: Labels;
  /** Type of the Service. */
  readonly type: string;
  readonly serviceAccount: string;
  readonly ports: readonly GatewayServicePort[];
}

/** One port of the Service: it leads to `targetPort` of the pods. */
export interface GatewayServicePort {
  readonly name: string;
  readonly port: number;
  readonly targetPort: number | string;
}

const portsOf = (...ports: readonly (readonly [name: string, port: number, targetPort: number])[]): GatewayServicePort[] =>
  ports.map(([name, port, targetPort]) => ({ name, port, targetPort }));

/** Source: the chart `gateway`, `service.ports`. */
const portsOfChart = portsOf(['status-port', 15021, 15021], ['http2', 80, 80], ['https', 443, 443]);
/** Source: the charts `gateways/istio-ingress` and `gateways/istio-egress`. */
const portsOfIngress = portsOf(['status-port', 15021, 15021], ['http2', 80, 8080], ['https', 443, 8443]);
const portsOfEgress = portsOf(['http2', 80, 8080], ['https', 443, 8443]);

/** Istio's chart of a gateway. */
export const gatewayCharts: ReadonlySet<string> = new Set(['gateway']);

/** What the installers among the manifests say of gateways. */
export interface DeclaredGateways {
  readonly gateways: readonly InstalledGateway[];
  /** Do they say which ingress gateways there are? Otherwise only a default can be assumed. */
  readonly decidesIngress: boolean;
}

/** The gateways that releases of the chart `gateway` and an `IstioOperator` install. */
export function declaredGateways(objects: Objects): DeclaredGateways {
  const operators = objects
    .ofKind('install.istio.io', 'IstioOperator')
    .flatMap(({ object }) => operatorGateways(new FieldReader(object)) ?? []);
  const releases = chartReleases(objects, gatewayCharts).flatMap(chartGateway);
  const says = objects.ofKind('install.istio.io', 'IstioOperator').some(({ object }) => operatorGateways(new FieldReader(object)));
  const gateways = new Map([...operators, ...releases].map((gateway) => [`${gateway.namespace}/${gateway.name}`, gateway]));
  return { gateways: [...gateways.values()], decidesIngress: says || releases.some(servesOutside) };
}

/** Is it no way out of the mesh, or between its clusters? The charts' own documentation names them so. */
const servesOutside = ({ labels }: InstalledGateway): boolean => !/egress|east-?west/.test(labels.istio ?? '');

/** Source: the chart `gateway`, `_helpers.tpl` and `service.yaml`. */
function chartGateway({ name: release, namespace, values }: ChartRelease): InstalledGateway[] {
  if (values.at('service', 'type').text === 'None') return [];
  const name = values.at('name').text || release;
  const given = values.at('labels').labels ?? {};
  const network = values.at('networkGateway').text !== '';
  const account = values.at('serviceAccount');
  const own = account.at('create').value === false ? 'default' : name;
  const labels = { app: given.app || name, istio: given.istio || name.replace(/^istio-/, '') };
  return [
    {
      name,
      namespace,
      labels: { ...given, ...labels },
      selector: { ...labels, ...values.at('service', 'selectorLabels').labels },
      type: values.at('service', 'type').text || 'LoadBalancer',
      serviceAccount: account.at('name').text || own,
      ports: network ? networkPorts(values) : (writtenPorts(values.at('service', 'ports')) ?? portsOfChart),
    },
  ];
}

/** Source: the chart `gateway`, `gateway.networkGatewayPort`. */
function networkPorts(values: FieldReader): GatewayServicePort[] {
  const defaults = portsOf(
    ['status-port', 15021, 15021],
    ['tls', 15443, 15443],
    ['tls-istiod', 15012, 15012],
    ['tls-webhook', 15017, 15017],
  );
  return defaults.map(({ name, port, targetPort }) => {
    const written = values.at('networkGatewayPorts', name);
    return { name, port: written.at('port').number ?? port, targetPort: written.at('targetPort').number ?? targetPort };
  });
}

const withoutIngress: ReadonlySet<string> = new Set(['ambient', 'empty', 'minimal', 'openshift-ambient', 'remote']);

/** The gateways of an `IstioOperator`: a list that is written takes the place of the profile's. Source: Istio `operator/pkg/component`. */
function operatorGateways(operator: FieldReader): InstalledGateway[] | undefined {
  const ingress = operator.at('spec', 'components', 'ingressGateways');
  const egress = operator.at('spec', 'components', 'egressGateways');
  const profile = operator.at('spec', 'profile').text;
  const isEnabled = operator.at('spec', 'values', 'gateways', 'istio-ingressgateway', 'enabled').value === true;
  if (!ingress.exists && !egress.exists && !isEnabled && withoutIngress.has(profile)) return undefined;
  const entries = ingress.exists ? ingress.items : withoutIngress.has(profile) && !isEnabled ? [] : [new FieldReader({})];
  const written = (list: FieldReader[], kind: 'ingress' | 'egress') => list.flatMap((entry) => operatorGateway(entry, operator, kind));
  const demo = !egress.exists && profile === 'demo' ? [new FieldReader({})] : egress.items;
  return [...written([...entries], 'ingress'), ...written([...demo], 'egress')];
}

function operatorGateway(entry: FieldReader, operator: FieldReader, kind: 'ingress' | 'egress'): InstalledGateway[] {
  const chart = `istio-${kind}gateway`;
  const values = operator.at('spec', 'values', 'gateways', chart);
  if (entry.at('enabled').value === false && values.at('enabled').value !== true) return [];
  const name = entry.at('name').text || values.at('name').text || chart;
  const labels = { app: chart, istio: `${kind}gateway`, ...values.at('labels').labels, ...entry.at('label').labels };
  return [
    {
      name,
      namespace: entry.at('namespace').text || operator.at('metadata', 'namespace').text || defaultRootNamespace,
      labels,
      selector: labels,
      type: entry.at('k8s', 'service', 'type').text || values.at('type').text || (kind === 'ingress' ? 'LoadBalancer' : 'ClusterIP'),
      serviceAccount: `${name}-service-account`,
      ports:
        writtenPorts(entry.at('k8s', 'service', 'ports')) ??
        writtenPorts(values.at('ports')) ??
        (kind === 'ingress' ? portsOfIngress : portsOfEgress),
    },
  ];
}

/** A list that is written replaces the chart's. */
function writtenPorts(list: FieldReader): GatewayServicePort[] | undefined {
  if (list.items.length === 0) return undefined;
  return list.items.flatMap((port) => {
    const number = port.at('port').number;
    const target = port.at('targetPort');
    return number === undefined ? [] : [{ name: port.at('name').text, port: number, targetPort: target.number ?? (target.text || number) }];
  });
}
