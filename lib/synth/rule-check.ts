import type { CheckOptions } from '../check/run';
import type { SynthCheck } from './synth-check';

/** How an app's own objects are judged by the rules of `mesh check`. */
export interface RuleOptions extends Pick<CheckOptions, 'suppress' | 'assumeIngressGateway' | 'partial'> {
  /** Let warnings stop the synth too. @default false - they are printed */
  readonly strict?: boolean;
}

let warnings = 0;

/** How many findings were printed, and stopped nothing, since the program started. */
export function warningsPrinted(): number {
  return warnings;
}

/**
 * The rules as a check of a synth: errors stop it before anything is written, warnings are printed on stderr. The rules are
 * loaded when an app is synthesized, not when it is declared.
 *
 * @param printed warnings of this synth so far: what an app and its alternatives have in common is printed once
 */
export function ruleCheck(options: RuleOptions, printed: () => Set<string>): SynthCheck {
  return (manifests, context) => {
    const { checkManifests } = require('../check/run') as typeof import('../check/run');
    const { renderPretty, renderFinding } = require('../report/pretty') as typeof import('../report/pretty');
    const findings = checkManifests(manifests, { ...options, context }).filter(({ level }) => level !== 'info');
    const stopping = findings.filter(({ level }) => level === 'error' || options.strict === true);
    const told = findings.filter((finding) => !stopping.includes(finding) && isNew(renderFinding(finding), printed()));
    warnings += told.length;
    if (told.length > 0) process.stderr.write(renderPretty({ findings: told, objects: manifests.length }));
    return stopping.map((finding) => renderFinding(finding).trimEnd());
  };
}

function isNew(text: string, printed: Set<string>): boolean {
  return !printed.has(text) && printed.add(text) !== undefined;
}
