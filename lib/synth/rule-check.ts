import type { CheckOptions } from '../check/run';
import type { Manifest } from '../manifest/manifest';
import type { SynthCheck } from './synth-check';

/** How an app's own objects are judged by the rules of `mesh check`. */
export interface RuleOptions extends Pick<CheckOptions, 'suppress' | 'assumeIngressGateway' | 'partial'> {
  /** Let warnings stop the synth too. @default false - they are printed */
  readonly strict?: boolean;
}

/**
 * The rules as a check of a synth: errors stop it before anything is written, warnings are printed on stderr. The rules are
 * loaded when an app is synthesized, not when it is declared.
 */
export function ruleCheck(options: RuleOptions): SynthCheck {
  return (manifests) => {
    const { checkManifests } = require('../check/run') as typeof import('../check/run');
    const { renderPretty, renderFinding } = require('../report/pretty') as typeof import('../report/pretty');
    const findings = checkManifests(manifests, options).filter(({ level }) => level !== 'info');
    const stopping = findings.filter(({ level }) => level === 'error' || options.strict === true);
    const told = findings.filter((finding) => !stopping.includes(finding));
    if (told.length > 0) process.stderr.write(renderPretty({ findings: told, objects: manifests.length }));
    return stopping.map((finding) => renderFinding(finding).trimEnd());
  };
}

/** A set of objects with some put in the place of others of the same kind and name. */
export function replaced(manifests: readonly Manifest[], by: readonly Manifest[]): Manifest[] {
  const key = ({ object }: Manifest) =>
    [object.apiVersion.split('/')[0], object.kind, object.metadata.namespace, object.metadata.name].join(' ');
  const taken = new Set(by.map(key));
  return [...manifests.filter((manifest) => !taken.has(key(manifest))), ...by];
}
