import type { Labels } from '../../istio/labels';
import type { Decision, Destination } from '../answer/decision';

/** What a client and the backend see of one request, in the words of recorded outcomes. */
export interface Outcome {
  readonly status: number | 'error';
  /** `name.namespace` of the Service whose pod answers. */
  readonly backendService?: string;
  /** Labels every pod that may answer carries. */
  readonly podLabels?: Labels;
  readonly upstreamPath?: string;
  readonly upstreamHost?: string;
  readonly location?: string;
}

/** An outcome and how often it is seen, 0 to 1. */
export interface SharedOutcome extends Outcome {
  readonly share: number;
}

/** The outcomes of a decision with their shares: one, unless weights or a partial fault make it several. */
export function outcomes(decision: Decision): readonly SharedOutcome[] {
  const { abort } = decision;
  if (!abort) return plainOutcomes(decision);
  return [
    { share: abort.share, status: abort.status },
    ...plainOutcomes(decision).map((outcome) => ({ ...outcome, share: outcome.share * (1 - abort.share) })),
  ];
}

function plainOutcomes(decision: Decision): SharedOutcome[] {
  const { status, location, destinations } = decision;
  if (destinations.length === 0) return [{ share: 1, status, ...(location === null ? {} : { location }) }];
  return destinations.map((destination) => ({ share: destination.share, ...destinationOutcome(decision, destination) }));
}

function destinationOutcome({ path }: Decision, { cluster, status, host }: Destination): Outcome {
  if (status !== 200) return { status };
  const service = cluster.service?.registry === 'kubernetes' ? cluster.service : undefined;
  return {
    status,
    ...(service ? { backendService: `${service.name}.${service.namespace}` } : {}),
    podLabels: cluster.podLabels,
    ...(path === null ? {} : { upstreamPath: path, upstreamHost: host }),
  };
}
