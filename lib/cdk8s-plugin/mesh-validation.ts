import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding } from '../check/finding';
import type { CheckOptions } from '../check/run';
import type { Level } from '../diagnostic';

/** `properties` of the entry in `validations` of cdk8s.yaml. */
export interface MeshValidationProperties extends Pick<CheckOptions, 'suppress' | 'assumeIngressGateway' | 'partial'> {
  /** The mildest level that fails the synth. @default 'error' */
  readonly failOn?: Level;
}

/** The part of cdk8s-cli's `ValidationContext` that is used. Source: `cdk8s-cli/plugins`. */
export interface ValidationContext {
  readonly manifests: readonly string[];
  readonly logger: { log(message: string): void };
  readonly report: {
    addViolation(violation: {
      ruleName: string;
      recommendation: string;
      fix: string;
      violatingResources: { resourceName: string; locations: string[]; manifestPath: string }[];
    }): void;
    submit(status: 'success' | 'failure'): void;
  };
}

/** Written by cdk8s beside the manifests as soon as `validations` is set; `kubectl apply -f` then fails on it. */
const leftover = 'construct-metadata.json';

/**
 * The rules of `mesh check` as a validation of cdk8s-cli, for apps in any language. What fails the synth goes into its
 * report, milder findings are logged. The metadata file that cdk8s leaves beside the manifests is removed.
 */
export class MeshValidation {
  constructor(private readonly properties: MeshValidationProperties = {}) {}

  /** Called by cdk8s-cli after synth: validates the manifests that were written, and reports the findings. */
  async validate({ manifests, logger, report }: ValidationContext): Promise<void> {
    // Loaded here, as the class is part of the main entry point, which declares and does not check.
    const { check } = require('../check/run') as typeof import('../check/run');
    const { isAtLeast } = require('../check/finding') as typeof import('../check/finding');
    const { readManifests } = require('../manifest/read-manifests') as typeof import('../manifest/read-manifests');
    const { renderPretty } = require('../report/pretty') as typeof import('../report/pretty');
    const { failOn = 'error', ...options } = this.properties;
    const reading = readManifests(manifests);
    const findings = check(reading, options);
    const failing = findings.filter(({ level }) => isAtLeast(level, failOn));
    const milder = findings.filter((finding) => !failing.includes(finding) && finding.level !== 'info');
    if (milder.length > 0) logger.log(renderPretty({ findings: milder, objects: reading.manifests.length }));
    for (const finding of failing) report.addViolation(violation(finding));
    for (const folder of new Set(manifests.map((file) => dirname(file)))) removeLeftover(folder);
    report.submit(failing.length > 0 ? 'failure' : 'success');
  }
}

function violation({ code, rule, message, why = '', fix = '', object, position }: Finding) {
  const place = position ? `${position.file}:${position.line}:${position.column}` : '';
  return {
    ruleName: `${code} ${rule}`,
    recommendation: [message, why].filter(Boolean).join(': '),
    fix,
    violatingResources: [{ resourceName: object?.name ?? place, locations: [place].filter(Boolean), manifestPath: position?.file ?? '' }],
  };
}

function removeLeftover(folder: string): void {
  const file = join(folder, leftover);
  if (existsSync(file)) rmSync(file);
}
