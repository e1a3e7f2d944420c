import { Construct } from 'constructs';
import { Gateway } from '../../../imports/gateway.networking.k8s.io';
import { ConstructError } from '../../errors';
import { freeId, metadataOf, type WithMetadata } from '../metadata';
import { dnsLabel } from '../name';
import { onlyKnown } from '../only-known';
import { within } from '../within';

export interface WaypointProps extends WithMetadata {
  /** What it stands before. @default 'service' */
  readonly for?: 'service' | 'workload' | 'all' | 'none';
  /** Revision of Istio that runs it. @default - the default revision */
  readonly revision?: string;
  /** Namespaces whose services and pods may use it. @default - its own */
  readonly usableFrom?: 'same-namespace' | 'all-namespaces';
}

/**
 * The proxy that stands before services of an ambient namespace: routes by HTTP and policies on requests hold there only. A
 * namespace names it by `new Namespace(this, 'shop', { dataPlane: 'ambient', waypoint })`. Source: Istio "Configure waypoint proxies".
 */
export class Waypoint extends Construct {
  /** The name of the Gateway object, which `istio.io/use-waypoint` labels hold. */
  readonly objectName: string;

  /** @param id also the name of the object. @throws ConstructError `NameForm` */
  constructor(scope: Construct, id: string, props: WaypointProps = {}) {
    super(scope, freeId(scope, id, 'Waypoint'));
    onlyKnown('WaypointProps', props, this);
    const { for: traffic = 'service', revision, usableFrom, metadata } = props;
    const { name, labels, annotations } = within(this, () => metadataOf(id, metadata, 'the name of a waypoint'));
    this.objectName = name;
    within(this, () => {
      const revisionLabel: Record<string, string> =
        revision === undefined ? {} : { 'istio.io/rev': dnsLabel(revision, 'the name of a revision') };
      const from = usableFrom === 'all-namespaces' ? { namespaces: { from: 'All' } } : undefined;
      const listener = { name: 'mesh', port: 15008, protocol: 'HBONE', allowedRoutes: from };
      new Gateway(this, 'Default', {
        metadata: { name, annotations, labels: { ...labels, 'istio.io/waypoint-for': traffic, ...revisionLabel } },
        spec: { gatewayClassName: 'istio-waypoint', listeners: [listener as never] },
      });
    });
  }
}

/** @throws ConstructError `WaypointWithoutAmbient` @internal */
export function checkAmbient(isAmbient: boolean, waypoint: string | undefined): void {
  if (isAmbient || waypoint === undefined) return;
  throw new ConstructError('WaypointWithoutAmbient', `a namespace with sidecars names waypoint \`${waypoint}\``, {
    why: 'only callers in ambient mode send through a waypoint',
    fix: "dataPlane: 'ambient'",
  });
}
