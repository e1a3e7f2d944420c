import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  ServiceEntrySpecLocation as Location,
  ServiceEntrySpecResolution as Resolution,
  ServiceEntry,
  type ServiceEntrySpec,
  type ServiceEntrySpecPorts,
} from '../../imports/networking.istio.io';
import { ConstructError } from '../errors';
import { isAddress } from '../istio/hosts';
import type { Destination, Target } from './destination';
import { renderExportTo, visibleIn, type WithExportTo } from './export-to';
import { hostName } from './host';
import { lastWord, type WithSpec } from './last-word';
import { freeId, metadataOf, type WithMetadata } from './metadata';
import { onlyKnown } from './only-known';
import { portNumber } from './port';
import { within } from './within';

/** What an external service speaks. Source: Istio `ServicePort.protocol`. */
export type ExternalProtocol = 'http' | 'https' | 'http2' | 'grpc' | 'tls' | 'tcp';

/** A port of an external service. */
export interface ExternalPort {
  /** The port's number, 1 to 65535. */
  readonly number: number;
  /** What callers speak on it. */
  readonly protocol: ExternalProtocol;
}

export interface ExternalServiceProps extends WithMetadata, WithExportTo, WithSpec<ServiceEntrySpec> {
  /** The name that callers ask for. With a `*` label it goes where the caller's own look-up says. */
  readonly host: string;
  /** At least one. */
  readonly ports: readonly ExternalPort[];
  /** IP addresses or DNS names that really answer. @default - what DNS says of the host */
  readonly endpoints?: readonly string[];
  /** Whether it is part of the mesh, with a sidecar that proves who it is. @default false */
  readonly inMesh?: boolean;
}

/** A service that Kubernetes does not run, made known to the mesh. Source: Istio `ServiceEntry`. */
export class ExternalService extends Construct implements Destination {
  /** The host that callers name. */
  readonly host: string;
  /** The ports that were declared, in order. */
  readonly ports: readonly ExternalPort[];
  /** Addresses and names that really answer; none where DNS says it. */
  readonly endpoints: readonly string[];
  /** The namespace of the ServiceEntry. @default - the namespace that is current when the manifests are applied */
  readonly namespace?: string;
  private readonly visibleIn?: readonly string[];

  /**
   * @param id also the name of the object, unless `metadata` says another
   * @throws ConstructError `NameForm`, `HostForm`, `EveryHost`, `NoPorts`, `PortTwice`, `PortRange`, `EndpointForm`
   */
  constructor(scope: Construct, id: string, props: ExternalServiceProps) {
    super(scope, freeId(scope, id, 'ExternalService'));
    onlyKnown('ExternalServiceProps', props, this);
    const { host, ports, endpoints = [], inMesh = false, metadata, exportTo, spec } = props;
    this.host = host;
    this.ports = ports;
    this.endpoints = endpoints;
    this.namespace = Chart.of(this).namespace;
    this.visibleIn = within(this, () => visibleIn(this.namespace, renderExportTo(exportTo)));
    within(this, () => {
      new ServiceEntry(this, 'Default', {
        metadata: metadataOf(id, metadata, 'the name of an external service'),
        spec: lastWord<ServiceEntrySpec>(
          {
            hosts: [oneHost(host)],
            ports: renderPorts(ports),
            location: inMesh ? Location.MESH_UNDERSCORE_INTERNAL : Location.MESH_UNDERSCORE_EXTERNAL,
            resolution: resolution(host, endpoints),
            exportTo: renderExportTo(exportTo),
            endpoints: endpoints.length > 0 ? endpoints.map((address) => ({ address })) : undefined,
          },
          spec,
        ),
      });
    });
  }

  /** A single port goes without saying; with several, the caller's own decides. @internal */
  toTargets(): readonly Target[] {
    return [{ host: this.host, port: this.ports.length === 1 ? this.ports[0]?.number : undefined, visibleIn: this.visibleIn }];
  }
}

function oneHost(host: string): string {
  if (host !== '*') return hostName(host);
  throw new ConstructError('EveryHost', 'an external service has a name, got `*`', { fix: "host: '*.example.com'" });
}

function renderPorts(ports: readonly ExternalPort[]): ServiceEntrySpecPorts[] {
  if (ports.length === 0)
    throw new ConstructError('NoPorts', 'the list of ports is empty', { fix: "ports: [{ number: 443, protocol: 'tls' }]" });
  const numbers = ports.map(({ number }) => number);
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index);
  if (twice !== undefined) throw new ConstructError('PortTwice', `port \`${twice}\` stands twice in the list`);
  return ports.map(({ number, protocol }) => ({
    number: portNumber(number),
    name: `${protocol}-${number}`,
    protocol: protocol.toUpperCase(),
  }));
}

/** How Envoy finds an address. */
function resolution(host: string, endpoints: readonly string[]): Resolution {
  const names = endpoints.filter((endpoint) => !isAddress(endpoint));
  for (const name of names)
    if (hostName(name).startsWith('*'))
      throw new ConstructError('EndpointForm', `an endpoint is an IP address or a DNS name, got \`${name}\``);
  if (endpoints.length > 0) return names.length > 0 ? Resolution.DNS : Resolution.STATIC;
  return host.startsWith('*') ? Resolution.NONE : Resolution.DNS;
}
