import { ApiObject, JsonPatch } from 'cdk8s';
import { Service as PlusService } from 'cdk8s-plus-27';
import type { Construct, IConstruct } from 'constructs';
import { ConstructError } from '../../errors';
import { patched } from '../../synth/patches';
import { resolved } from '../../synth/resolve';
import { closest } from '../../text';
import { onlyKnown } from '../only-known';
import type { Protocol } from '../probes';
import { Workload } from './existing-workload';
import { podTemplates, selects } from './pod-templates';

/** What a Service that exists does not say of itself. */
export interface FromServiceOptions<V extends string = never> {
  /** Which Service, where a Helm chart or included YAML has several. @default - the only one */
  readonly name?: string;
  /** The port that callers ask. @default - the first */
  readonly port?: number;
  /** What the port speaks. @default - what the port says, else 'http' */
  readonly protocol?: Protocol;
  /** As whom its pods call. @default - what their template says */
  readonly serviceAccountName?: string;
  /** Versions, by the pods' label `version`. @default - not distinguished */
  readonly versions?: readonly V[];
}

interface WrittenService {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: { readonly selector?: Readonly<Record<string, string>>; readonly ports?: readonly WrittenPort[] };
}

interface WrittenPort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string | { readonly value: number | string };
  readonly appProtocol?: string;
}

/**
 * A Service that another construct declares, as a destination, a caller and a member of `ZeroTrust`.
 *
 * A Service of cdk8s-plus leaves to Istio to guess what it speaks, and its pods have no label that Istio reads: both are added.
 *
 * @param service a Service of cdk8s-plus, a `k8s.KubeService`, or a `Helm` or `Include` that has one
 * @throws ConstructError `NotAService`, `NoSelector`, `UnknownPort`
 */
export function fromService<V extends string>(service: Construct, options: FromServiceOptions<V>): Workload<V> {
  const object = serviceIn(service, onlyKnown('FromServiceOptions', options).name);
  const { metadata, spec = {} } = patched(object, resolved(object)) as unknown as WrittenService;
  const { selector, ports = [] } = spec;
  if (selector === undefined || Object.keys(selector).length === 0) {
    throw new ConstructError('NoSelector', `Service \`${metadata.name}\` selects no pods`, {
      construct: object.node.path,
      fix: `Microservice.fromHost('${metadata.name}.${object.chart.namespace ?? 'default'}.svc.cluster.local')`,
    });
  }
  const port = options.port === undefined ? ports[0] : ports.find((each) => each.port === options.port);
  if (port === undefined) throw unknownPort(object, options.port, ports);
  const protocol = options.protocol ?? protocolOf(port);
  if (service instanceof PlusService) bringIntoMesh(object, { selector, index: ports.indexOf(port), protocol, name: metadata.name });
  const { targetPort = port.port } = port;
  const podPort = Number(typeof targetPort === 'object' ? targetPort.value : targetPort);
  return Workload.existing<V>(object.node.scope as Construct, `${object.node.id}-workload`, {
    labels: selector,
    namespace: metadata.namespace ?? object.chart.namespace,
    serviceName: metadata.name,
    port: port.port,
    podPorts: Number.isInteger(podPort) ? [podPort] : [],
    protocol,
    serviceAccountName: options.serviceAccountName,
    versions: options.versions,
  });
}

function serviceIn(construct: IConstruct, name: string | undefined): ApiObject {
  const objects = construct.node.findAll().filter((each) => each instanceof ApiObject);
  const services = objects.filter(({ kind, apiVersion }) => kind === 'Service' && apiVersion === 'v1');
  const found = name === undefined ? services : services.filter((service) => service.name === name);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const names = services.map((service) => service.name);
  throw new ConstructError(
    'NotAService',
    `\`${construct.node.path}\` has ${found.length} Services${name === undefined ? '' : ` named \`${name}\``}`,
    {
      construct: construct.node.path,
      why: names.length > 0 ? `there is ${names.map((each) => `\`${each}\``).join(', ')}` : 'there is none',
      fix: name === undefined ? names[0] && `name: '${names[0]}'` : closest(name, names),
    },
  );
}

function protocolOf({ appProtocol, name = '' }: WrittenPort): Protocol {
  const said = appProtocol ?? name.split('-')[0] ?? '';
  return (['http', 'http2', 'grpc', 'tcp'] as const).find((protocol) => protocol === said) ?? 'http';
}

interface Brought {
  readonly selector: Readonly<Record<string, string>>;
  readonly index: number;
  readonly protocol: Protocol;
  readonly name: string;
}

/** What Istio reads: `appProtocol` of the port, and the labels `app` and `version` of the pods. */
function bringIntoMesh(service: ApiObject, { selector, index, protocol, name }: Brought): void {
  service.addJsonPatch(JsonPatch.add(`/spec/ports/${index}/appProtocol`, protocol));
  const labelled = { app: name, version: 'v1' };
  for (const { object, labels } of podTemplates([service.node.root]).filter((each) => selects(selector, each.labels))) {
    for (const [label, value] of Object.entries(labelled)) {
      if (labels[label] === undefined) object.addJsonPatch(JsonPatch.add(`/spec/template/metadata/labels/${label}`, value));
    }
  }
}

function unknownPort(object: ApiObject, port: number | undefined, ports: readonly WrittenPort[]): ConstructError {
  const fact = port === undefined ? `Service \`${object.name}\` has no port` : `Service \`${object.name}\` has no port \`${port}\``;
  const has = ports.map((each) => `\`${each.port}\``).join(', ');
  return new ConstructError('UnknownPort', fact, { construct: object.node.path, why: has === '' ? undefined : `it has ${has}` });
}
