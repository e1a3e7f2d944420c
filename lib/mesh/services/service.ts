import { isAddress } from '../../istio/hosts';
import type { Labels } from '../../istio/labels';
import { clusterDomain, namespaceOf, serviceHost } from '../../istio/names';
import { type Protocol, servicePortProtocol } from '../../istio/protocol';
import type { Manifest } from '../../manifest/manifest';
import { anything, list, map, number, record, text } from '../decode';
import type { ResourceDefaults } from '../resource-defaults';
import { Visibility } from '../visibility';

export interface ServicePort {
  readonly name: string;
  readonly number: number;
  readonly protocol: Protocol;
  /** The pods' port: a number, or the name of a container port. */
  readonly targetPort: number | string;
}

/** One host of the registry: a Kubernetes Service, or one host of a ServiceEntry. */
export interface Service {
  readonly registry: 'kubernetes' | 'external';
  readonly host: string;
  readonly name: string;
  readonly namespace: string;
  readonly ports: readonly ServicePort[];
  readonly visibility: Visibility;
  /** Labels its pods carry; undefined when endpoints come from elsewhere. */
  readonly selector?: Labels;
  /** The name an ExternalName Service stands for. */
  readonly externalName?: string;
  readonly headless: boolean;
  /** Is it outside the mesh, so that nothing there speaks its mutual TLS? Source: Istio `ServiceEntry.location`. */
  readonly isExternal: boolean;
  /** Has it an address of its own, so that its ports are told from those of other hosts? */
  readonly hasAddress: boolean;
  /** The addresses that programs call it by: its cluster addresses, or what a ServiceEntry writes under `addresses`, ranges too. */
  readonly virtualAddresses?: readonly string[];
  /** How a ServiceEntry finds its addresses. Source: Istio `ServiceEntry.resolution`. */
  readonly resolution?: string;
  /** Addresses a ServiceEntry lists itself. */
  readonly addresses?: readonly ServiceAddress[];
  readonly manifest: Manifest;
}

/** An endpoint that a ServiceEntry writes down. */
export interface ServiceAddress {
  readonly address: string;
  readonly labels: Labels;
  /** Ports that differ from the service's, by port name. */
  readonly ports: Readonly<Record<string, number>>;
}

const port = record({ name: text, port: number, targetPort: anything, protocol: text, appProtocol: text });
const serviceSpec = record({
  ports: list(port),
  selector: map(text),
  type: text,
  externalName: text,
  clusterIP: text,
  clusterIPs: list(text),
});

/** The service a manifest of kind `Service` declares. */
export function kubernetesService(manifest: Manifest, { exportedByDefault, domain = clusterDomain }: ResourceDefaults = {}): Service {
  const { name, annotations } = manifest.object.metadata;
  const namespace = namespaceOf(manifest.object);
  const spec = serviceSpec.decode(manifest.object.spec);
  const exportTo = annotations?.['networking.istio.io/exportTo'];
  return {
    registry: 'kubernetes',
    host: serviceHost(name, namespace, domain),
    name,
    namespace,
    ports: (spec.ports ?? []).map(servicePort),
    visibility: new Visibility(exportTo ? exportTo.split(',').map((entry) => entry.trim()) : undefined, namespace, exportedByDefault),
    selector: spec.selector && Object.keys(spec.selector).length > 0 ? spec.selector : undefined,
    externalName: spec.type === 'ExternalName' ? spec.externalName : undefined,
    headless: spec.clusterIP === 'None',
    isExternal: spec.type === 'ExternalName',
    hasAddress: spec.clusterIP !== 'None' && spec.type !== 'ExternalName',
    virtualAddresses: [...new Set([spec.clusterIP ?? '', ...(spec.clusterIPs ?? [])])].filter((address) => isAddress(address)),
    manifest,
  };
}

function servicePort(fields: ReturnType<typeof port.decode>): ServicePort {
  const { name = '', port: number = 0, targetPort } = fields;
  return {
    name,
    number,
    protocol: servicePortProtocol({ ...fields, port: number }),
    targetPort: typeof targetPort === 'number' || (typeof targetPort === 'string' && targetPort !== '') ? targetPort : number,
  };
}
