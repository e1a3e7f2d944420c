import { Command, CommanderError } from 'commander';
import { readBounded } from '../manifest/bounded-file';
import { InputError } from '../manifest/input-tree';
import { harmless, visible } from '../visible';
import { isColoured } from './colour';
import { CannotRun, type ExitCode, type Io, type Verb } from './verb';
import { version } from './version';

interface Entry {
  readonly summary: string;
  /** Loads the verb's file: only the verb that is used pays for what it needs. */
  load(): Verb;
}

/** Every verb by its name. */
export const verbs: Readonly<Record<string, Entry>> = {
  check: { summary: 'find misconfigurations in manifests', load: () => require('./check').checkVerb },
  route: { summary: 'which pod answers a request, and why', load: () => require('./route').routeVerb },
  access: {
    summary: 'which workload may call which service port, and which policy decides it',
    load: () => require('./access').accessVerb,
  },
  why: { summary: 'whom an object or one of its fields affects, or why it affects no request', load: () => require('./why').whyVerb },
  graph: {
    summary: 'the picture of the mesh: Mermaid, SVG, DOT, JSON, or a page that answers requests',
    load: () => require('./graph').graphVerb,
  },
  diff: { summary: 'what a change of manifests changes for callers', load: () => require('./diff').diffVerb },
  serve: { summary: 'the page of the mesh from a local server, redrawn after each save', load: () => require('./serve').serveVerb },
  hosts: { summary: 'the DNS records that callers need', load: () => require('./hosts').hostsVerb },
  rules: { summary: 'every rule of check, with its code and level', load: () => require('./rules').rulesVerb },
  explain: { summary: 'show the documentation of a rule', load: () => require('./explain').explainVerb },
};

/**
 * Runs the command line.
 *
 * @param argv the words after the program's name
 * @returns the exit code: 0 clean, 1 findings, 2 could not run
 */
export async function main(argv: readonly string[], given: Io): Promise<ExitCode> {
  const io = shown(given);
  if (argv[0] === 'version' && argv.length === 1) {
    io.out(`${version()}\n`);
    return 0;
  }
  let code: ExitCode = 0;
  const program = new Command('mesh')
    .description('Predict and check Istio traffic from manifests.')
    .version(version())
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) });
  const used = argv.find((word) => !word.startsWith('-')) === 'help' ? argv[1] : argv.find((word) => !word.startsWith('-'));
  for (const [name, entry] of Object.entries(verbs)) {
    const command = program.command(name).description(entry.summary);
    if (name !== used) continue;
    const verb = entry.load();
    verb.configure(command);
    command.action(async () => {
      code = await verb.run(command, io);
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    return failure(error, io);
  }
}

/** Whatever is written passes here: what a terminal would obey, it sees. */
function shown(io: Io): Io {
  return { ...io, out: (text) => io.out(harmless(text)), err: (text) => io.err(harmless(text)) };
}

function failure(error: unknown, io: Io): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof CannotRun || error instanceof InputError) {
    io.err(`error: ${visible(error.message)}\n`);
    if (error instanceof CannotRun && error.fix) io.err(`  fix: ${visible(error.fix)}\n`);
    return 2;
  }
  io.err(`error: mesh itself failed: ${error instanceof Error ? error.stack : String(error)}\n`);
  return 2;
}

/** Runs the command line of this process. */
export function runProcess(): void {
  // A reader that stops early, such as `head`, is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));
  const io: Io = {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    stdin: () => readBounded(0),
    isTerminal: process.stderr.isTTY === true,
    colour: isColoured(process.env, process.stdout.isTTY === true),
  };
  main(process.argv.slice(2), io).then((code) => {
    process.exitCode = code;
  });
}

if (require.main === module) runProcess();
