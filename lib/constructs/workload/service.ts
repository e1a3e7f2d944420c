import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { patched, patchesOf } from '../../synth/patches';
import { resolved } from '../../synth/resolve';
import { metadataOf } from '../metadata';
import type { ServiceProps } from '../microservice-props';
import { within } from '../within';
import { type Port, servicePorts } from './ports';
import { strategicMerge } from './strategic-merge';

export interface ServiceInput extends ServiceProps {
  readonly name: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ports: readonly Port[];
}

/** The Service of a microservice. */
export class ServiceObject extends Construct {
  private readonly object: ApiObject;

  /** @throws ConstructError `OwnedField`, `NameForm`, `LabelKey`, `LabelValue` */
  constructor(scope: Construct, id: string, { name, selector, labels, annotations, ports, metadata, spec }: ServiceInput) {
    super(scope, id);
    this.object = within(this, () => {
      const own = { selector, ports: servicePorts(ports) };
      const more = metadataOf(name, { ...metadata, name }, 'the name of a service');
      return new ApiObject(this, 'Default', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {
          name,
          labels: { ...more.labels, ...labels },
          annotations: annotations || more.annotations ? { ...annotations, ...more.annotations } : undefined,
        },
        spec: spec ? strategicMerge(own, { ...spec }, { type: 'ServiceSpec', path: 'service.spec', owned }) : own,
      });
    });
  }

  /** The number of a port as JSON patches of the Service leave it. */
  portNumber({ serviceName, port }: Port, index: number): number {
    if (patchesOf(this.object).length === 0) return port;
    const { spec } = patched(this.object, resolved(this.object)) as { spec: { ports?: { name?: string; port: number }[] } };
    return (spec.ports?.find(({ name }) => name === serviceName) ?? spec.ports?.[index])?.port ?? port;
  }
}

/** Of a port what routes and pods go by; the rest of it, such as `nodePort`, is free. */
function owned(path: string): string | undefined {
  if (path === 'service.spec.selector') return 'say it by `app`';
  return /^service\.spec\.ports\[\d+\]\.(name|targetPort|protocol|appProtocol)$/.test(path)
    ? 'say it by `port`, `portName`, `targetPort`, `protocol` and `ports`'
    : undefined;
}
