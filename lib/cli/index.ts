#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { InputError } from '../manifest/input-tree';
import { CannotRun, type ExitCode, type Io, type Verb } from './verb';

interface Entry {
  readonly summary: string;
  /** Loads the verb's file: only the verb that is used pays for what it needs. */
  load(): Verb;
}

const verbs: Readonly<Record<string, Entry>> = {
  check: { summary: 'what is wrong with a set of manifests', load: () => require('./check').checkVerb },
  route: { summary: 'which pod answers a request, and why', load: () => require('./route').routeVerb },
  hosts: { summary: 'the DNS records that callers need', load: () => require('./hosts').hostsVerb },
  explain: { summary: 'why a rule exists and how to please it', load: () => require('./explain').explainVerb },
};

/**
 * Runs the command line.
 *
 * @param argv the words after the program's name
 * @returns the exit code: 0 clean, 1 findings, 2 could not run
 */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = new Command('mesh')
    .description('what a mesh will do, from its manifests alone')
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

function failure(error: unknown, io: Io): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof CannotRun || error instanceof InputError) {
    io.err(`error: ${error.message}\n`);
    if (error instanceof CannotRun && error.fix) io.err(`  fix: ${error.fix}\n`);
    return 2;
  }
  io.err(`error: mesh itself failed: ${error instanceof Error ? error.stack : String(error)}\n`);
  return 2;
}

function version(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}

if (require.main === module) {
  // A reader that stops early, such as `head`, is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));
  const io: Io = {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    stdin: () => readFileSync(0),
    isTerminal: process.stderr.isTTY === true,
    colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
  };
  main(process.argv.slice(2), io).then((code) => {
    process.exitCode = code;
  });
}
