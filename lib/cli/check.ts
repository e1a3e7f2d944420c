import { writeFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { allRules } from '../check/all-rules';
import { isAtLeast } from '../check/finding';
import { type CheckOptions, check } from '../check/run';
import { Suppression } from '../check/suppression';
import { unknownKinds } from '../check/unknown-kinds';
import type { Level } from '../diagnostic';
import { type Manifest, sourceOfObject } from '../manifest/manifest';
import { readEach, readManifests, readText } from '../manifest/read-manifests';
import type { Reading } from '../manifest/reading';
import { meshConfigMap } from '../mesh/installation/mesh-config';
import { renderGithub } from '../report/github';
import { jsonReport, renderJson } from '../report/json';
import { renderPretty } from '../report/pretty';
import type { Report } from '../report/report';
import { renderSarif } from '../report/sarif';
import { closest } from '../text';
import { harmless } from '../visible';
import { addInputOptions, type InputOptions, pathsHelp, readInput, readOptions } from './manifest-input';
import { Progress } from './progress';
import { repositoryPath } from './repository-path';
import { CannotRun, type ExitCode, type Io, type Verb } from './verb';
import { version } from './version';

interface Options extends InputOptions {
  readonly format: keyof typeof renderers;
  readonly failOn: Level;
  readonly suppress: string[];
  readonly assumeIngressGateway: boolean;
  readonly partial: boolean;
  readonly each: boolean;
  readonly fix: boolean;
  readonly watch: boolean;
  readonly otherCluster: string[];
  readonly meshConfig?: string;
  readonly meshNetworks?: string;
  readonly quiet: boolean;
  readonly output?: string;
  readonly color: 'auto' | 'always' | 'never';
}

const renderers = {
  pretty: (report: Report, colour: boolean) => renderPretty(report, { colour }),
  json: renderJson,
  github: renderGithub,
  sarif: renderSarif,
};

const collect = (value: string, all: string[]): string[] => [...all, value];

/** `mesh check`: what is wrong with a set of manifests. */
export const checkVerb: Verb = {
  configure(command) {
    addInputOptions(command)
      .argument('<paths...>', pathsHelp)
      .addOption(new Option('--format <format>', 'how to report').choices(Object.keys(renderers)).default('pretty'))
      .addOption(new Option('--fail-on <level>', 'lowest level that fails the run').choices(['error', 'warning', 'info']).default('error'))
      .option('-o, --output <file>', 'write the report to a file')
      .option('-q, --quiet', 'say nothing where nothing is found, and no notes', false)
      .addOption(new Option('--color <when>', 'colour the report').choices(['auto', 'always', 'never']).default('auto'))
      .option('-S, --suppress <CODE=Kind name.namespace>', 'suppress matching findings; * is a wildcard; repeatable', collect, [])
      .option('--each', 'treat every file as a mesh of its own; print one line of JSON per file', false)
      .option('--fix', 'apply safe fixes in place, then report the rest', false)
      .option('-w, --watch', 'check again after each save, until Ctrl-C', false)
      .option('--partial', 'the input is incomplete: report missing references as info', false)
      .option('--other-cluster <path>', 'what another cluster of the mesh holds; may be given again', collect, [])
      .option('--mesh-config <file>', 'mesh configuration, when the manifests lack the ConfigMap istio')
      .option('--mesh-networks <file>', 'MeshNetworks file, if the manifests lack the ConfigMap `istio`')
      .addOption(new Option('--assume-ingress-gateway', 'take the ingress gateway of an Istio installation for granted').default(true))
      .option('--no-assume-ingress-gateway', "do not assume Istio's default ingress gateway");
  },
  run(command, io) {
    const options = command.opts<Options>();
    for (const pattern of options.suppress) checkSuppression(pattern);
    const heard = options.quiet ? { ...io, err: () => undefined } : io;
    const once = () => (options.each ? checkEach : checkAll)(command, meshConfigOf(options), heard);
    if (!options.watch) return once();
    const { checkAfterEachSave }: typeof import('./check-watch') = require('./check-watch');
    return checkAfterEachSave(watchedPaths(command.args, options), once, heard);
  },
};

function watchedPaths(paths: readonly string[], { with: over, otherCluster, meshConfig, meshNetworks }: Options): readonly string[] {
  return [...paths, ...over, ...otherCluster, ...[meshConfig, meshNetworks].filter((file) => file !== undefined)];
}

function checkAll(command: Command, extra: readonly Manifest[], io: Io): ExitCode {
  const options = command.opts<Options>();
  const progress = new Progress(io);
  const judgeFiles = () => {
    const reading = readInput(command.args, options, io);
    return judge({ ...reading, manifests: [...extra, ...reading.manifests] }, { options, progress });
  };
  let report = judgeFiles();
  if (options.fix) report = fixed(report, judgeFiles, io);
  progress.done();
  write(renderers[options.format](report, isColoured(options, io)), options, io);
  return exitCode(report, options);
}

function isColoured({ color, output }: Options, io: Io): boolean {
  return color === 'auto' ? io.colour && output === undefined : color === 'always';
}

function write(text: string, { format, quiet, output }: Options, io: Io): void {
  const isNothing = format === 'pretty' && text.startsWith('no findings');
  if (output === undefined) {
    if (!quiet || !isNothing) io.out(text);
    return;
  }
  try {
    writeFileSync(output, harmless(text));
  } catch (error) {
    throw new CannotRun(`the report cannot be written to \`${output}\`: ${(error as Error).message}`);
  }
}

/** @throws CannotRun for a code that no rule has: it would suppress nothing, and nobody would notice */
function checkSuppression(pattern: string): void {
  const { code } = new Suppression(pattern);
  const known = allRules.flatMap((rule) => [rule.code, rule.name]);
  if (code === '*' || known.includes(code)) return;
  const near = closest(code, known);
  throw new CannotRun(
    `\`-S ${pattern}\`: no rule has the code or name \`${code}\``,
    near ? `-S ${pattern.replace(code, near)}` : 'mesh rules lists them',
  );
}

/** One repair may bring another to light, so it goes on until nothing more can be put right. */
function fixed(first: Report, judgeFiles: () => Report, io: Io): Report {
  const { fixFiles }: typeof import('../check/fix/fix-files') = require('../check/fix/fix-files');
  let report = first;
  let count = 0;
  for (let round = 0; round < mostRounds; round++) {
    const done = fixFiles(report.findings);
    if (done === 0) break;
    count += done;
    report = judgeFiles();
  }
  io.err(`fixed ${count} ${count === 1 ? 'finding' : 'findings'}\n`);
  return report;
}

const mostRounds = 10;

function checkEach(command: Command, extra: readonly Manifest[], io: Io): ExitCode {
  const options = command.opts<Options>();
  const progress = new Progress(io);
  let files = 0;
  let code: ExitCode = 0;
  for (const { name, file } of readEach(command.args, readOptions(options, io))) {
    const report = judge({ ...file, manifests: [...extra, ...file.manifests] }, { options });
    if (exitCode(report, options) === 1) code = 1;
    progress.at(`checked ${++files} files`);
    io.out(`${JSON.stringify({ file: name, ...jsonReport(report) })}\n`);
  }
  progress.done();
  if (files === 0)
    throw new CannotRun(`nothing to check in ${command.args.map((path) => `\`${path}\``).join(', ')}: there are no manifests`);
  return code;
}

function judge(reading: Reading, { options, progress }: { options: Options; progress?: Progress }): Report {
  const checkOptions: CheckOptions = {
    suppress: options.suppress,
    assumeIngressGateway: options.assumeIngressGateway,
    partial: options.partial,
    clusterDomain: options.clusterDomain,
    otherClusters: options.otherCluster.map((path) => readManifests([path]).manifests),
    onProgress: progress && ((done, total) => progress.at(`checked ${done} of ${total} objects`)),
  };
  const findings = check(reading, checkOptions);
  return {
    findings,
    objects: reading.manifests.length,
    unknownKinds: unknownKinds(reading.manifests),
    locate: repositoryPath,
    version: version(),
  };
}

function exitCode({ findings }: Report, { failOn }: Options): ExitCode {
  return findings.some(({ level }) => isAtLeast(level, failOn)) ? 1 : 0;
}

function meshConfigOf({ meshConfig, meshNetworks }: Options): Manifest[] {
  if (meshConfig === undefined && meshNetworks === undefined) return [];
  const data = { mesh: meshConfig && readText(meshConfig), meshNetworks: meshNetworks && readText(meshNetworks) };
  return [{ object: meshConfigMap(data), source: sourceOfObject() }];
}
