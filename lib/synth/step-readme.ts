import type { Manifest } from '../manifest/manifest';

/** A step of a release, such as `Canary` makes: it is applied after another one. */
export interface ReleaseStep {
  /** Path below the app's output folder, for example `canary/2-25-percent`. */
  readonly folder: string;
  /** Folder of the step before. @default - none: it is applied over the app's own manifests */
  readonly after?: string;
}

/** A step of a release, and what the cluster holds before and after it is applied. */
interface AppliedStep extends ReleaseStep {
  /** Without any step. */
  readonly base: readonly Manifest[];
  /** With the step before. @default - there is none */
  readonly before?: readonly Manifest[];
  readonly next: readonly Manifest[];
}

/** The `README.md` of a step: what applying its folder changes for callers. The comparison is loaded for apps with steps alone. */
export function stepReadme({ folder, after, base, before, next }: AppliedStep): string {
  const sections = [
    ...(before ? [`## Applied after \`${after}\``, '', ...changes(before, next)] : []),
    `## Applied ${before ? 'directly ' : ''}over the manifests without the release`,
    '',
    ...changes(base, next),
  ];
  const intro = 'What `kubectl apply` of this folder changes for callers. The synth computes it from the manifests.';
  return `${[`# ${folder}`, '', intro, '', ...sections].join('\n').trimEnd()}\n`;
}

function changes(old: readonly Manifest[], next: readonly Manifest[]): string[] {
  const { diffOf } = require('../diff/diff') as typeof import('../diff/diff');
  const { headlineOf } = require('../diff/headline') as typeof import('../diff/headline');
  const { escaped, table } = require('../diff/markdown') as typeof import('../diff/markdown');
  const input = (manifests: readonly Manifest[]) => ({ manifests: [...manifests], problems: [] });
  const diff = diffOf(input(old), input(next), { only: ['traffic', 'access', 'way', 'capacity'] });
  return [`${escaped(headlineOf(diff))}.`, '', ...table(diff)];
}
