import { ConstructError } from '../errors';
import type { KubernetesObject } from '../istio/objects';
import type { DeclaredObject } from './declared-elsewhere';
import { type Destination, Endpoint, type Target, type Weights, weighted } from './destination';
import { hostName, namespaceOfHost } from './host';
import { known } from './name';
import { onlyKnown } from './only-known';
import { portNumber } from './port';
import type { Protocol } from './probes';

/** What is known of a service that is deployed elsewhere. */
export interface ExistingServiceProps<V extends string = never> {
  /** The port that callers ask. @default - the Service's only one */
  readonly port?: number;
  /** What it speaks on its port. @default 'http' */
  readonly protocol?: Protocol;
  /** Versions, which a DestinationRule made elsewhere tells apart as subsets. @default - none */
  readonly versions?: readonly V[];
}

/** A service that is deployed elsewhere, as a destination and as somebody to call. */
export class ExistingService<V extends string = never> implements Destination {
  /** The port that callers ask. @default - the Service's only one */
  readonly port?: number;
  /** @internal */
  readonly declares: readonly DeclaredObject[];
  private readonly versions: Readonly<Record<string, string>>;

  /** @throws ConstructError `HostForm`, `PortRange` */
  constructor(
    /** The host that callers name. */
    readonly host: string,
    known: ExistingServiceProps<V> = {},
  ) {
    const { port, protocol = 'http', versions = [] } = onlyKnown('ExistingServiceProps', known);
    if (host.startsWith('*')) throw new ConstructError('HostForm', `a destination is one host, got \`${host}\``);
    hostName(host);
    this.port = port === undefined ? undefined : portNumber(port);
    this.versions = Object.fromEntries(versions.map((name) => [name, name]));
    this.declares = [existingService({ host, protocol, ports: port === undefined ? [] : [port], versions })];
  }

  /** This version alone. @throws ConstructError `UnknownVersion` */
  version(name: V): Destination {
    known(this.versions, name, { errorName: 'UnknownVersion', what: 'no version is named' });
    return new Endpoint({ ...this.target, subset: name }, this.declares);
  }

  /** Requests shared out among the versions by weights that add up to 100. @throws ConstructError `SplitWeights`, `UnknownVersion` */
  split(weights: Weights<V>): Destination {
    return weighted(weights, (name: V) => this.version(name));
  }

  /** @internal */
  toTargets(): readonly Target[] {
    return [this.target];
  }

  private get target(): Target {
    return { host: this.host, port: this.port };
  }
}

interface ExistingObjects {
  readonly host: string;
  /** The ports of the Service. */
  readonly ports: readonly number[];
  readonly protocol: Protocol;
  readonly versions: readonly string[];
}

/**
 * The objects that a service made elsewhere must have: a Service, or a ServiceEntry where the host is none of Kubernetes,
 * and a DestinationRule where versions are told apart.
 */
export function existingService({ host, ports, protocol, versions }: ExistingObjects): DeclaredObject {
  return ({ namespace = 'default' }) => {
    const named = ports.map((port) => ({ name: `${protocol}-${port}`, port }));
    const metadata = { name: host, namespace: namespaceOfHost(host) ?? namespace };
    const isService = namespaceOfHost(host) !== undefined || !host.includes('.');
    const object = isService ? service(named, protocol) : serviceEntry(host, named, protocol);
    const name = isService ? (host.split('.')[0] ?? host) : host;
    return [{ ...object, metadata: { ...metadata, name } }, ...(versions.length > 0 ? [{ ...subsets(host, versions), metadata }] : [])];
  };
}

type Ports = readonly { readonly name: string; readonly port: number }[];
type Unnamed = Omit<KubernetesObject, 'metadata'> & Pick<KubernetesObject, 'apiVersion' | 'kind'>;

function service(named: Ports, protocol: Protocol): Unnamed {
  return { apiVersion: 'v1', kind: 'Service', spec: { ports: named.map((port) => ({ ...port, appProtocol: protocol })) } };
}

function serviceEntry(host: string, named: Ports, protocol: Protocol): Unnamed {
  const ports = named.map(({ name, port }) => ({ name, number: port, protocol: protocol.toUpperCase() }));
  return { apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', spec: { hosts: [host], ports, resolution: 'DNS' } };
}

function subsets(host: string, versions: readonly string[]): Unnamed {
  const all = versions.map((name) => ({ name, labels: { version: name } }));
  return { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', spec: { host, subsets: all } };
}
