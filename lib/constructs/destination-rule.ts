import { Construct } from 'constructs';
import { type DestinationRuleSpec, DestinationRule as L1DestinationRule } from '../../imports/networking.istio.io';
import { lastWord, type WithSpec } from './last-word';
import { freeId, metadataOf, type WithMetadata } from './metadata';
import { renderTrafficPolicy, type TrafficPolicy } from './traffic-policy';
import { within } from './within';

/** What a destination rule is about: a host, and the versions to tell apart behind it. A `Microservice` is one. */
export interface Versioned {
  readonly host: string;
  /** @default - versions are not told apart */
  readonly versionNames?: readonly string[];
}

export interface DestinationRuleProps extends TrafficPolicy, WithMetadata, WithSpec<DestinationRuleSpec> {
  readonly service: Versioned;
}

/**
 * How callers treat a service, and the subsets that routes may name: one for each version, by the pods' label `version`.
 *
 * A `Microservice` makes its own. This one is for a policy that replaces it, under the same name, in another folder.
 */
export class DestinationRule extends Construct {
  /** @param id also the name of the object, unless `metadata` says another */
  constructor(scope: Construct, id: string, { service, metadata, spec, ...policy }: DestinationRuleProps) {
    super(scope, freeId(scope, id, 'DestinationRule'));
    within(this, () => {
      new L1DestinationRule(this, 'Default', {
        metadata: metadataOf(id, metadata, 'the name of a destination rule'),
        spec: lastWord<DestinationRuleSpec>(
          {
            host: service.host,
            trafficPolicy: renderTrafficPolicy(policy),
            subsets: service.versionNames?.map((name) => ({ name, labels: { version: name } })),
          },
          spec,
        ),
      });
    });
  }
}
