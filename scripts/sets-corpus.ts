import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../lib/check/finding';
import { check } from '../lib/check/run';
import { type Manifest, sourceOfObject } from '../lib/manifest/manifest';
import { parseManifests } from '../lib/manifest/parse-manifests';
import type { Reading } from '../lib/manifest/reading';
import { meshConfigMap } from '../lib/mesh/installation/mesh-config';

/** A set of files, and what all analyzers of Istio together said about it as a cluster would hold it. */
export interface SetCase {
  readonly id: string;
  readonly files: readonly { readonly name: string; readonly yaml?: string }[];
  readonly meshConfig?: string;
  readonly meshNetworks?: string;
  readonly clusterView: {
    readonly expect: { readonly codes: readonly string[]; readonly errors: boolean; readonly warnings: boolean };
    readonly messages: readonly { readonly code: string; readonly object: string; readonly unstable?: boolean }[];
  };
}

/** How the checker's word compares with Istio's. */
export interface SetJudgement {
  readonly missing: readonly string[];
  readonly extra: readonly string[];
  /** The same answer to "is there an error". */
  readonly sameErrors: boolean;
  readonly sameWarnings: boolean;
}

/** Where the cases are kept beside the project, if they are. */
export const corpusFile = join(__dirname, '../../shared/corpus/checks/analyzers.jsonl');

/** @returns undefined where the cases are not kept */
export function readSets(file = corpusFile): SetCase[] | undefined {
  if (!existsSync(file)) return undefined;
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line): SetCase => JSON.parse(line));
}

/** Compares the codes that are Istio's; what only we know has no counterpart. */
export function judgeSet(one: SetCase): SetJudgement {
  const findings = check(readingOf(one), { assumeIngressGateway: false }).filter(({ code }) => code.startsWith('IST'));
  const { codes, errors, warnings } = one.clusterView.expect;
  const given = new Set(findings.map(({ code }) => code));
  const has = (level: Finding['level']) => findings.some((finding) => finding.level === level);
  return {
    missing: codes.filter((code) => !given.has(code)),
    extra: [...given].filter((code) => !codes.includes(code)).sort(),
    sameErrors: has('error') === errors,
    sameWarnings: has('warning') === warnings,
  };
}

function readingOf({ files, meshConfig, meshNetworks }: SetCase): Reading {
  const parts = files.map(({ name, yaml }) => parseManifests(yaml ?? readFileSync(join(__dirname, '../..', name), 'utf8'), name));
  return {
    manifests: [...analyzersGateway(meshConfig), ...configOf(meshConfig, meshNetworks), ...parts.flatMap(({ manifests }) => manifests)],
    problems: parts.flatMap(({ problems }) => problems),
  };
}

/**
 * The gateway that Istio's analyzers assume: a stub whose Service has 80 where real installations have 80 → 8080. Ours
 * is that of the charts, so the recorded cases get theirs as objects. Source: `pkg/config/analysis/local/defaults.go`.
 */
function analyzersGateway(meshConfig = ''): Manifest[] {
  if (/ingressControllerMode: *"?OFF/.test(meshConfig)) return [];
  const name = /ingressService: *"?([\w-]+)/.exec(meshConfig)?.[1] ?? 'istio-ingressgateway';
  const metadata = { name, namespace: 'istio-system' };
  const labels = { istio: 'ingressgateway' };
  const containers = [{ name: 'istio-proxy' }];
  const ports = [80, 443, 31400, 15443].map((port) => ({ name: `tcp-${port}`, port, targetPort: port, protocol: 'TCP' }));
  return [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...metadata, labels },
      spec: { serviceAccountName: `${name}-service-account`, containers },
    },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports } },
  ].map((object) => ({ object, source: sourceOfObject() }));
}

function configOf(mesh: string | undefined, meshNetworks: string | undefined): Manifest[] {
  if (mesh === undefined && meshNetworks === undefined) return [];
  return [{ object: meshConfigMap({ mesh, meshNetworks }), source: sourceOfObject() }];
}
