import { accessMatrix, calledNames, callerNames } from '../access/matrix';
import { accessMarkdown, accessSummary, accessText } from '../access/render';
import { Mesh } from '../mesh/mesh';
import { closest } from '../text';
import { addInputOptions, type InputOptions, pathsHelp, readInput } from './manifest-input';
import { CannotRun, type Verb } from './verb';
import { warnOfRejected, warnOfUnread } from './warnings';

interface Options extends InputOptions {
  readonly from?: string;
  readonly to?: string;
  readonly json: boolean;
  readonly markdown: boolean;
}

/** `mesh access`: which workload may call which service port, and which policy decides it. */
export const accessVerb: Verb = {
  configure(command) {
    addInputOptions(command)
      .argument('<paths...>', pathsHelp)
      .option('--from <namespace/workload>', 'only this caller; `plain text` is any pod without a proxy')
      .option('--to <namespace/service[:port]>', 'only this service, or this port of it')
      .option('--json', 'answer in JSON, one object per caller and port', false)
      .option('--markdown', 'answer as a Markdown table', false)
      .addHelpText('after', '\nExamples:\n  mesh access dist\n  mesh access dist --to shop/web:80\n  mesh access dist --markdown');
  },
  run(command, io) {
    const options = command.opts<Options>();
    const { from, to, json, markdown } = options;
    const { manifests, problems } = readInput(command.args, options, io);
    warnOfUnread(problems, io);
    const { mesh, problems: rejected } = Mesh.load(manifests, { clusterDomain: options.clusterDomain });
    warnOfRejected(rejected, io);
    checkName(from, callerNames(mesh), 'no workload named');
    checkName(to, calledNames(mesh), 'no service with pods named');
    const all = accessMatrix(mesh, { from, to });
    if (json) io.out(`${JSON.stringify(all, null, 2)}\n`);
    else if (markdown) io.out(`${accessMarkdown(all)}\n`);
    else io.out(`${accessText(all)}\n\n${accessSummary(all)}\n`);
    return 0;
  },
};

function checkName(name: string | undefined, known: readonly string[], message: string): void {
  if (name === undefined || known.includes(name)) return;
  const near = closest(name, known);
  const some = known.slice(0, 6).join(', ') + (known.length > 6 ? ', …' : '');
  throw new CannotRun(`${message} \`${name}\``, near === undefined ? `the manifests have ${some || 'none'}` : `did you mean \`${near}\`?`);
}
