import type { Command } from 'commander';
import { namespaceOf } from '../manifest/default-namespace';
import { passedOverText } from '../manifest/passed-over';
import { identity, type ReadOptions, readManifests } from '../manifest/read-manifests';
import type { Reading } from '../manifest/reading';
import { visible } from '../visible';
import { CannotRun, type Io } from './verb';

/** The options of every verb that reads manifests. */
export interface InputOptions {
  readonly recursive: boolean;
  readonly strict: boolean;
  readonly render: boolean;
  readonly namespace: string[];
  readonly with: string[];
  readonly clusterDomain?: string;
}

const collect = (value: string, all: string[]): string[] => [...all, value];

/** What paths may be, for the help of an argument. */
export const pathsHelp = 'files, folders, - for stdin, git:<revision>:<path>';

/** Adds the options that say how manifests are read. */
export function addInputOptions(command: Command): Command {
  return command
    .option('-n, --namespace <name>', 'namespace of objects that name none; DIR=NAME for those below a path; repeatable', collect, [])
    .option('--with <path>', 'replace objects by those of a path, as a later apply would; repeatable', collect, [])
    .option('-R, --recursive', 'read also folders that declare again what a folder above them declares', false)
    .option(
      '--cluster-domain <name>',
      'DNS suffix of the cluster, if the manifests do not hold its installation; default cluster.local',
      clusterDomainOf,
    )
    .option('--render', 'render charts and kustomizations by helm, kubectl or kustomize', false)
    .option('--strict', 'report files that hold no manifests as errors; route: exit 3 when something is undecided', false);
}

/** @throws CannotRun for anything but a DNS name */
function clusterDomainOf(given: string): string {
  const domain = given.toLowerCase().replace(/^\.|\.$/g, '');
  if (/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(domain)) return domain;
  throw new CannotRun(`a cluster domain is a DNS name, got \`${given}\``, '--cluster-domain corp.internal');
}

/** How the options want manifests read. @throws CannotRun for a namespace that is none */
export function readOptions({ recursive, strict, render, namespace }: InputOptions, io: Io): ReadOptions {
  try {
    return { recursive, strict, render, stdin: io.stdin, namespaceOf: namespace.length > 0 ? namespaceOf(namespace) : undefined };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CannotRun(`a namespace is a DNS label, got \`${error.message}\``, '-n shop, or --namespace apps/shop=shop');
  }
}

/**
 * The manifests that paths name. What was passed over is said on stderr.
 *
 * @throws CannotRun when there is nothing: a command that looked at nothing has no answer
 */
export function readInput(paths: readonly string[], options: InputOptions, io: Io): Reading {
  const reading = overlaid(readManifests(paths, readOptions(options, io)), options, io);
  const passed = passedOverText(reading.passedOver ?? []);
  if (reading.manifests.length > 0 || reading.problems.length > 0) {
    if (passed) io.err(`note: ${visible(passed)}\n`);
    return reading;
  }
  const places = paths.map((path) => (path === '-' ? 'stdin' : `\`${path}\``)).join(', ');
  throw new CannotRun(`nothing to check in ${places}: there are no manifests${passed ? `; ${passed}` : ''}`);
}

/** Manifests with those of `--with` over them: what both declare is replaced, what the others add comes last. */
export function overlaid(base: Reading, options: InputOptions, io: Io): Reading {
  if (options.with.length === 0) return base;
  const over = readManifests(options.with, readOptions(options, io));
  const replaced = new Set(over.manifests.map(identity));
  const kept = base.manifests.filter((manifest) => !replaced.has(identity(manifest)));
  const count = base.manifests.length - kept.length;
  io.err(`note: ${visible(options.with.join(', '))} replaces ${count} ${count === 1 ? 'object' : 'objects'}\n`);
  return {
    ...base,
    manifests: [...kept, ...over.manifests],
    problems: [...base.problems, ...over.problems],
    passedOver: [...(base.passedOver ?? []), ...(over.passedOver ?? [])],
  };
}
