import { Construct } from 'constructs';
import { WorkloadEntry, type WorkloadEntrySpec, WorkloadGroup, type WorkloadGroupSpec } from '../../imports/networking.istio.io';
import { ConstructError } from '../errors';
import { isAddress } from '../istio/hosts';
import { Duration } from './duration';
import { hostName } from './host';
import { lastWord, type WithSpec } from './last-word';
import { freeId, metadataOf, type WithMetadata } from './metadata';
import type { Microservice } from './microservice';
import { known } from './name';
import { onlyKnown } from './only-known';
import { portNumber } from './port';
import { within } from './within';

/** @typeParam V names of the service's versions */
interface WorkloadProps<V extends string> {
  /** The microservice that the machine takes part in, beside its pods. */
  readonly service: Microservice<V>;
  /** Which version the machine runs. @default - `v1`, for a service without versions */
  readonly version?: NoInfer<V>;
  /** The port that the program listens on there. @default - the service's */
  readonly port?: number;
  /** `region/zone/subzone`. @default - not known */
  readonly locality?: string;
}

export interface VirtualMachineProps<V extends string = never> extends WorkloadProps<V>, WithMetadata, WithSpec<WorkloadEntrySpec> {
  /** IP address or DNS name of the machine. */
  readonly address: string;
}

/** One machine outside Kubernetes that answers for a microservice as one of its pods would. Source: Istio `WorkloadEntry`. */
export class VirtualMachine<V extends string = never> extends Construct {
  /**
   * @param id also the name of the object
   * @throws ConstructError `NameForm`, `AddressForm`, `UnknownVersion`, `VersionMissing`, `PortRange`
   */
  constructor(scope: Construct, id: string, props: VirtualMachineProps<V>) {
    super(scope, freeId(scope, id, 'VirtualMachine'));
    onlyKnown('VirtualMachineProps', props, this);
    within(this, () => {
      new WorkloadEntry(this, 'Default', {
        metadata: metadataOf(id, props.metadata, 'the name of a virtual machine'),
        spec: lastWord<WorkloadEntrySpec>(
          { address: machineAddress(props.address), ...workload(props), labels: labelsOf(props) },
          props.spec,
        ),
      });
    });
  }
}

export interface VirtualMachineGroupProps<V extends string = never> extends WorkloadProps<V>, WithMetadata, WithSpec<WorkloadGroupSpec> {
  /** Path that says whether a machine is ready. @default '/readyz' */
  readonly readiness?: string;
  /** How often the machine's probe is asked. @default 5s */
  readonly period?: Duration;
}

/** Machines that register themselves when they start, all alike. Source: Istio `WorkloadGroup`. */
export class VirtualMachineGroup<V extends string = never> extends Construct {
  /**
   * @param id also the name of the object
   * @throws ConstructError `NameForm`, `UnknownVersion`, `VersionMissing`, `PortRange`
   */
  constructor(scope: Construct, id: string, props: VirtualMachineGroupProps<V>) {
    super(scope, freeId(scope, id, 'VirtualMachineGroup'));
    onlyKnown('VirtualMachineGroupProps', props, this);
    const { service, port = service.podPorts[0] ?? service.port, readiness = '/readyz', period = Duration.seconds(5) } = props;
    within(this, () => {
      new WorkloadGroup(this, 'Default', {
        metadata: metadataOf(id, props.metadata, 'the name of a virtual machine group'),
        spec: lastWord<WorkloadGroupSpec>(
          {
            metadata: { labels: labelsOf(props) },
            template: workload(props),
            probe: { httpGet: { path: readiness, port: portNumber(port) }, periodSeconds: Math.ceil(period.toMillis() / 1000) },
          },
          props.spec,
        ),
      });
    });
  }
}

function workload<V extends string>({ service, port, locality }: WorkloadProps<V>) {
  return {
    // The account is also what makes callers speak mutual TLS with the machine.
    serviceAccount: service.serviceAccountName,
    ports: port === undefined ? undefined : { [service.portName]: portNumber(port) },
    locality,
  };
}

/** The labels by which the Service and its subsets find the machine, as they would a pod. */
function labelsOf<V extends string>({ service, version }: WorkloadProps<V>): Record<string, string> {
  const names = service.versionNames ?? ['v1'];
  const name = version ?? (service.versionNames ? undefined : 'v1');
  if (name === undefined) {
    throw new ConstructError('VersionMissing', `the version that the machine runs is not said`, { fix: `version: '${names[0]}'` });
  }
  return {
    ...service.labels,
    version: known(Object.fromEntries(names.map((each) => [each, each])), name, {
      errorName: 'UnknownVersion',
      what: 'no version is named',
    }),
  };
}

function machineAddress(address: string): string {
  if (isAddress(address)) return address;
  try {
    if (!address.startsWith('*')) return hostName(address);
  } catch (error) {
    if (!(error instanceof ConstructError)) throw error;
  }
  throw new ConstructError('AddressForm', `a machine has an IP address or a DNS name, got \`${address}\``);
}
