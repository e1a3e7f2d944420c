import { writeFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { type Effect, effects, type Section, sections } from '../diff/change';
import { type Diff, differs, diffOf, effectsOf } from '../diff/diff';
import { diffJson } from '../diff/json';
import { diffMarkdown } from '../diff/markdown';
import { diffText } from '../diff/pretty';
import type { Reading } from '../manifest/reading';
import { renderSarif } from '../report/sarif';
import { closest } from '../text';
import { harmless } from '../visible';
import { addInputOptions, type InputOptions, overlaid, pathsHelp, readInput } from './manifest-input';
import { repositoryPath } from './repository-path';
import { CannotRun, type ExitCode, type Io, type Verb } from './verb';
import { version } from './version';
import { warnOfUnread } from './warnings';

interface Options extends InputOptions {
  readonly format: keyof typeof renderers;
  readonly only: string[];
  readonly failOn: string[];
  readonly overlay: boolean;
  readonly output?: string;
}

const renderers = {
  pretty: diffText,
  json: (diff: Diff) => `${JSON.stringify(diffJson(diff), null, 2)}\n`,
  markdown: diffMarkdown,
  sarif: ({ findings, count }: Diff) =>
    renderSarif({ findings: findings.added, objects: count, locate: repositoryPath, version: version() }),
};

const listed = (value: string, all: string[]): string[] => [...all, ...value.split(',').filter(Boolean)];

/** `mesh diff`: what a change of manifests changes for callers. */
export const diffVerb: Verb = {
  configure(command) {
    addInputOptions(command)
      .argument('<old>', pathsHelp)
      .argument('<new>', 'the same')
      .addOption(new Option('--format <format>', 'how to report; sarif: new findings').choices(Object.keys(renderers)).default('pretty'))
      .option('--only <parts>', `compare these alone: ${sections.join(', ')}; repeatable`, listed, [])
      .option('--fail-on <effects>', `exit 1 for these alone: ${Object.keys(effects).join(', ')}; repeatable`, listed, [])
      .option('--overlay', 'apply the new manifests over the old ones', false)
      .option('-o, --output <file>', 'write the report to a file')
      .addHelpText('after', help);
  },
  run(command, io) {
    const options = command.opts<Options>();
    const only = knownOf<Section>(options.only, { all: sections, option: '--only' });
    const failOn = knownOf<Effect>(options.failOn, { all: Object.keys(effects) as Effect[], option: '--fail-on' });
    const diff = compared(command, options, io, only);
    write(renderers[options.format](diff), options, io);
    return exitCode(diff, failOn);
  },
};

const help = `
Exit code 0: nothing differs, or nothing of --fail-on; 1: something does; 2: could not run.

Examples:
  mesh diff git:main:dist dist
  mesh diff dist dist/sticky --overlay
  mesh diff git:main:dist dist --format markdown --fail-on host-gone,opens-to-world`;

function compared(command: Command, options: Options, io: Io, only: readonly Section[]): Diff {
  const [old = '', next = ''] = command.args;
  if (old === '-' && next === '-') throw new CannotRun('only one side can be read from stdin', 'mesh diff git:main:dist -');
  const before = read(old, options, io);
  const after = options.overlay ? overlaid(before, { ...options, with: [next] }, io) : read(next, options, io);
  const { clusterDomain } = options;
  return diffOf(before, after, { clusterDomain, ...(only.length > 0 ? { only } : {}) });
}

function read(path: string, options: Options, io: Io): Reading {
  const reading = readInput([path], options, io);
  warnOfUnread(reading.problems, io);
  return reading;
}

/** @throws CannotRun for a name that is none */
function knownOf<T extends string>(
  given: readonly string[],
  { all, option }: { readonly all: readonly T[]; readonly option: string },
): T[] {
  return given.map((name) => {
    const known = all.find((each) => each === name);
    if (known) return known;
    const near = closest(name, all);
    throw new CannotRun(`\`${option} ${name}\` is not known`, near ? `${option} ${near}` : `${option} ${all.join(',')}`);
  });
}

function write(text: string, { output }: Options, io: Io): void {
  if (output === undefined) io.out(text);
  else
    try {
      writeFileSync(output, harmless(text));
    } catch (error) {
      throw new CannotRun(`the report cannot be written to \`${output}\`: ${(error as Error).message}`);
    }
}

function exitCode(diff: Diff, failOn: readonly Effect[]): ExitCode {
  if (failOn.length === 0) return differs(diff) ? 1 : 0;
  return effectsOf(diff).some((effect) => failOn.includes(effect)) ? 1 : 0;
}
