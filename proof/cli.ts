/** `npm run prove`: exit code 0 when everything held, 1 when something did not, 2 when it could not run. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { ProofError } from './errors';
import type { ImageProgram } from './kubelet/images';
import { proveManifests } from './manifests';
import { type PlaneOutput, prove, scenarioNames } from './prove';
import { jsonReport, junitReport } from './report/files';
import { prettyResults, prettySummary } from './report/pretty';
import type { Results } from './report/results';
import { parseTable } from './requests/table';
import { insideSandbox } from './sandbox';

interface Options {
  readonly only?: readonly string[];
  readonly requests?: string;
  readonly image: readonly ImageProgram[];
  readonly sidecars?: boolean;
  readonly patience?: number;
  readonly json?: string;
  readonly junit?: string;
}

const program = new Command('prove')
  .description("runs manifests on the real control plane and sends requests through the real Envoy; without paths, this project's dist/")
  .argument('[paths...]', 'files and folders, as kubectl apply -f takes them')
  .option('-r, --requests <file>', 'table of requests and what must come back, for the paths')
  .option('--image <name=command>', 'program that stands for an image; may be given again', parseImage, [])
  .option('--sidecars', "let Istio's webhook inject sidecars, and use Istio's own ingress gateway")
  .option('--patience <seconds>', 'how long pods may take to become ready', parseSeconds)
  .addOption(new Option('--only <scenario...>', 'without paths: run only these').choices(scenarioNames))
  .option('--json <file>', 'write the results as JSON')
  .option('--junit <file>', 'write the results as JUnit XML');

/** Ends what runs at the moment. */
let stop = async (): Promise<void> => undefined;

async function main(): Promise<number> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      say(`${signal}: stopping`);
      void stop().finally(() => process.exit(2));
    });
  }
  const options = program.opts<Options>();
  const since = Date.now();
  try {
    const all = await results(program.args, options);
    write(all, options);
    say(`${((Date.now() - since) / 1000).toFixed(1)} s in all`);
    process.stdout.write(`${prettySummary(all)}\n`);
    return all.some(({ hasFailed }) => hasFailed) ? 1 : 0;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

function results(paths: readonly string[], { requests, image, only, sidecars, patience }: Options): Promise<Results[]> {
  if (paths.length === 0) return prove({ ...output(), only });
  if (requests === undefined) throw new ProofError('no table of requests given for the paths', { fix: '--requests table.yaml' });
  return proveManifests({ ...output(), paths, rows: parseTable(readTable(requests), requests), images: image, sidecars, patience });
}

function output(): PlaneOutput {
  return {
    onPlane: (title, logs) => say(`${title}; logs in ${logs}\n`),
    onResults: (one) => process.stdout.write(`${prettyResults(one)}\n`),
    onStart: (ending) => {
      stop = ending;
    },
  };
}

function readTable(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ProofError(`cannot read the table of requests: ${(error as Error).message}`);
  }
}

/** `shop/cart=node cart.js`: words are split at spaces, a relative first file is taken from here. */
function parseImage(value: string, all: ImageProgram[]): ImageProgram[] {
  const [, image, command] = /^([^=]+)=(.+)$/.exec(value) ?? [];
  if (!image || !command) throw new InvalidArgumentError('give it as name=command');
  const words = command.split(' ').map((word) => (word.startsWith('.') ? resolve(word) : word));
  return [...all, { image, entrypoint: words }];
}

function parseSeconds(value: string): number {
  const seconds = Number(value);
  if (!(seconds > 0)) throw new InvalidArgumentError('give a positive number of seconds');
  return seconds;
}

function write(all: readonly Results[], { json, junit }: Options): void {
  if (json) writeFileSync(json, jsonReport(all));
  if (junit) writeFileSync(junit, junitReport(all));
}

function say(line: string): void {
  process.stderr.write(`prove  ${line}\n`);
}

// Before the sandbox: help and wrong options are answered at once, on any machine.
program.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2)).parse();
void insideSandbox(main);
