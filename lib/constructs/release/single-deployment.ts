import { ConstructError } from '../../errors';
import type { Microservice } from '../microservice';

/**
 * The Deployment whose every change a controller releases step by step.
 *
 * @throws ConstructError `VersionsReleased` where each version has one of its own
 */
export function singleDeployment({ node, deploymentName, versionNames }: Microservice<string>): string {
  if (deploymentName !== undefined) return deploymentName;
  throw new ConstructError(
    'VersionsReleased',
    `microservice \`${node.id}\` has versions ${versionNames?.map((name) => `\`${name}\``).join(', ')}`,
    {
      why: 'a controller releases the changes of one Deployment, and separates old and new pods itself',
      fix: 'leave `versions` out, or release them by a `Canary`',
    },
  );
}
