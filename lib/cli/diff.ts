import { differs, diffOf } from '../diff/diff';
import { diffJson } from '../diff/json';
import { diffText } from '../diff/pretty';
import type { Reading } from '../manifest/reading';
import { visible } from '../visible';
import { addInputOptions, type InputOptions, pathsHelp, readInput } from './manifest-input';
import type { Io, Verb } from './verb';

interface Options extends InputOptions {
  readonly json: boolean;
}

/** `mesh diff`: what a change of manifests changes for callers. */
export const diffVerb: Verb = {
  configure(command) {
    addInputOptions(command)
      .argument('<old>', pathsHelp)
      .argument('<new>', 'the same')
      .option('--json', 'answer in JSON', false)
      .addHelpText(
        'after',
        '\nExit code 0: nothing differs; 1: something does; 2: could not run.\n\nExamples:\n  mesh diff git:main:dist dist\n  mesh diff old.yaml new.yaml --json',
      );
  },
  run(command, io) {
    const options = command.opts<Options>();
    const [old = '', next = ''] = command.args;
    const { clusterDomain } = options;
    const diff = diffOf(read(old, options, io), read(next, options, io), { clusterDomain });
    io.out(options.json ? `${JSON.stringify(diffJson(diff), null, 2)}\n` : diffText(diff));
    return differs(diff) ? 1 : 0;
  },
};

function read(path: string, options: Options, io: Io): Reading {
  const reading = readInput([path], options, io);
  for (const { message } of reading.problems) io.err(`warning: ${visible(message)}\n`);
  return reading;
}
