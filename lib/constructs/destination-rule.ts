import { Construct } from 'constructs';
import {
  type DestinationRuleSpec,
  type DestinationRuleSpecSubsets,
  DestinationRule as L1DestinationRule,
} from '../../imports/networking.istio.io';
import { ConstructError } from '../errors';
import { ConsistentHash } from './consistent-hash';
import { renderExportTo, type WithExportTo } from './export-to';
import { labels } from './label';
import { lastWord, type WithSpec } from './last-word';
import { freeId, metadataOf, type WithMetadata } from './metadata';
import { known } from './name';
import { onlyKnown } from './only-known';
import { notInGatewayApi, trafficApiOf, type WithTrafficApi } from './traffic-api';
import { renderTrafficPolicy, type TrafficPolicy, trafficPolicyOf } from './traffic-policy';
import { within } from './within';

/** What a destination rule is about: a host, and the versions to distinguish behind it. A `Microservice` is one. */
export interface Versioned {
  /** The host of the service. */
  readonly host: string;
  /** The versions behind the host. @default - versions are not distinguished */
  readonly versionNames?: readonly string[];
}

export interface DestinationRuleProps extends TrafficPolicy, WithMetadata, WithTrafficApi, WithExportTo, WithSpec<DestinationRuleSpec> {
  /** The service that the rule shapes. */
  readonly service: Versioned;
  /** Policies of single versions; each field takes the place of that of the whole. @default - all versions alike */
  readonly versionPolicies?: Readonly<Record<string, TrafficPolicy>>;
  /** Labels of the calling pods it is for, all of its own namespace. @default - any caller */
  readonly callers?: Readonly<Record<string, string>>;
}

/**
 * How callers treat a service, and the subsets that routes may name: one for each version, by the pods' label `version`.
 *
 * A `Microservice` makes its own. This one is for a policy that replaces it, under the same name, in another folder.
 */
export class DestinationRule extends Construct {
  /**
   * @param id also the name of the object, unless `metadata` says another
   * @throws ConstructError `UnknownVersion`, `ExportTo`, `CallersElsewhere`, `NotInGatewayApi`, and those of the policy
   */
  constructor(scope: Construct, id: string, props: DestinationRuleProps) {
    super(scope, freeId(scope, id, 'DestinationRule'));
    onlyKnown('DestinationRuleProps', props, this);
    const { service, metadata, spec, exportTo, callers } = props;
    within(this, () => {
      if (trafficApiOf(this, props.trafficApi) === 'gateway-api')
        throw notInGatewayApi(`traffic policy for \`${service.host}\` (${policiesOf(props)})`);
      if (callers) checkOwnNamespace(exportTo);
      new L1DestinationRule(this, 'Default', {
        metadata: metadataOf(id, metadata, 'the name of a destination rule'),
        spec: lastWord<DestinationRuleSpec>(
          {
            host: service.host,
            trafficPolicy: renderTrafficPolicy(props),
            subsets: subsetsOf(props),
            exportTo: renderExportTo(callers && !exportTo ? ['.'] : exportTo),
            workloadSelector: callers && { matchLabels: labels(callers) },
          },
          spec,
        ),
      });
    });
  }
}

/** How to speak of what is asked for. */
function policiesOf({ service, ...props }: DestinationRuleProps): string {
  if (props.loadBalancing instanceof ConsistentHash) return 'consistent hash';
  const asked = Object.entries(trafficPolicyOf(props)).flatMap(([name, value]) => (value === undefined ? [] : [`\`${name}\``]));
  return asked.length > 0 ? asked.join(', ') : service.versionNames ? 'subsets for versions' : '`spec`';
}

function subsetsOf({ service: { versionNames }, versionPolicies = {} }: DestinationRuleProps): DestinationRuleSpecSubsets[] | undefined {
  const versions = Object.fromEntries((versionNames ?? []).map((name) => [name, name]));
  for (const name of Object.keys(versionPolicies)) known(versions, name, { errorName: 'UnknownVersion', what: 'no version is named' });
  return versionNames?.map((name) => {
    const policy = versionPolicies[name];
    // The generated types of the two policies differ in name only.
    const trafficPolicy = policy && (renderTrafficPolicy(policy) as DestinationRuleSpecSubsets['trafficPolicy']);
    return { name, labels: { version: name }, trafficPolicy };
  });
}

function checkOwnNamespace(exportTo: readonly string[] | undefined): void {
  if (exportTo === undefined || (exportTo.length === 1 && exportTo[0] === '.')) return;
  throw new ConstructError('CallersElsewhere', 'a rule for some callers is exported to other namespaces', {
    why: 'Istio applies such a rule to callers of its own namespace only, and istiod rejects a wider `exportTo`',
    fix: 'leave `exportTo` out',
  });
}
