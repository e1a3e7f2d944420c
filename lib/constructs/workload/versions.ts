import type { Construct } from 'constructs';
import { taggedImage } from '../image';
import { metadataOf } from '../metadata';
import type { MicroserviceProps, VersionProps } from '../microservice-props';
import { dnsLabel } from '../name';
import { renderProbes } from '../probes';
import { Controller } from './controller';
import type { Port } from './ports';

/** What all versions of a microservice share. */
interface VersionsInput {
  /** Name of the microservice. */
  readonly name: string;
  readonly labels: { readonly app: string };
  readonly serviceAccountName: string;
  /** The main one first. */
  readonly ports: readonly Port[];
  /** The Service that gives each pod of a StatefulSet its name. */
  readonly governingService: string;
}

type CommonProps = Omit<MicroserviceProps<string>, 'versions'>;

/** The workload of each version, or the only one. @throws ConstructError `NameForm`, `FloatingImage`, `ImageTag`, and those of a `Controller` */
export function makeVersions(scope: Construct, props: MicroserviceProps<string>, input: VersionsInput): void {
  const { versions, ...common } = props;
  if (!versions) makeVersion(scope, 'v1', { props: common, input });
  for (const [name, version] of Object.entries<VersionProps>(versions ?? {}))
    makeVersion(scope, name, { props: merged(name, version, common), input });
}

/** A version over what all have: it scales in its own way if it says any. */
function merged(name: string, version: VersionProps, { deploymentName, ...common }: CommonProps): CommonProps {
  const scalesItself = version.replicas !== undefined || version.autoscaling !== undefined;
  return {
    ...common,
    ...(scalesItself ? { replicas: undefined, autoscaling: undefined } : {}),
    ...version,
    env: { ...common.env, ...version.env },
    image: version.image ?? taggedImage(common.image, name),
  };
}

function makeVersion(
  scope: Construct,
  version: string,
  { props, input }: { readonly props: CommonProps; readonly input: VersionsInput },
): void {
  dnsLabel(version, 'the name of a version');
  const { name: microservice, labels: own, ports, serviceAccountName, governingService } = input;
  const { kind = 'Deployment', deploymentName: name = deploymentName(microservice, version), probes, metadata, ...pods } = props;
  const { labels, annotations } = metadataOf(microservice, metadata);
  const [main] = ports;
  new Controller(scope, version, {
    ...pods,
    serviceAccountName,
    governingService,
    kind,
    name,
    labels: { ...own, version },
    metadata: { labels, annotations },
    ports,
    probes: main ? renderProbes({ protocol: main.protocol, port: main.targetPort }, probes) : {},
  });
}

/** `v1` has the plain name, so that its Deployment keeps it whichever versions come and go. */
export function deploymentName(name: string, version: string): string {
  return version === 'v1' ? `${name}-deployment` : `${name}-deployment-${version}`;
}
