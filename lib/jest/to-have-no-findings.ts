import { isAtLeast } from '../check/finding';
import { type CheckOptions, checkManifests } from '../check/run';
import type { Level } from '../diagnostic';
import type { Mesh } from '../mesh/mesh';
import { renderPretty } from '../report/pretty';

/** What `toHaveNoFindings` may overlook. */
export interface FindingOptions extends Pick<CheckOptions, 'suppress' | 'assumeIngressGateway' | 'partial'> {
  /** The mildest level that counts. @default 'info' - every finding */
  readonly failOn?: Level;
}

/** The rules of `mesh check` find nothing, or nothing as bad as `failOn`. */
export function toHaveNoFindings(mesh: Mesh, { failOn = 'info', ...options }: FindingOptions = {}): { pass: boolean; message(): string } {
  const findings = checkManifests(mesh.manifests, options).filter(({ level }) => isAtLeast(level, failOn));
  const pass = findings.length === 0;
  return {
    pass,
    message: () =>
      pass ? 'expected findings, got none' : `expected no findings, got\n\n${renderPretty({ findings, objects: mesh.manifests.length })}`,
  };
}
