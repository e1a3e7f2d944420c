import type { Manifest } from '../../manifest/manifest';

/** May a kustomization that was not rendered move its pods or change their labels? Then who selects them is not known. */
export function isRelabelled({ changedBy }: Manifest): boolean {
  return changedBy?.(['metadata', 'namespace']) !== undefined || changedBy?.(['spec', 'template', 'metadata', 'labels']) !== undefined;
}
