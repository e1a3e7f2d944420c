import { namespaceOf } from '../istio/names';
import type { FieldPath, Manifest } from '../manifest/manifest';
import { closest } from '../text';
import { isCompared, isFelt } from '../why/influence';
import { influenceOf } from '../why/influences';
import { influenceJson, influenceText } from '../why/render';
import { manifestsOf, parseTarget, type Target, targetText, without } from '../why/target';
import { addInputOptions, type InputOptions, pathsHelp, readInput } from './manifest-input';
import { CannotRun, type Verb } from './verb';
import { warnOfUnread } from './warnings';

interface Options extends InputOptions {
  readonly json: boolean;
}

const example = 'mesh why dist VirtualService/shop/canary';

/** `mesh why`: whom an object or one of its fields affects, or why it affects no request. */
export const whyVerb: Verb = {
  configure(command) {
    addInputOptions(command)
      .argument('<paths...>', `${pathsHelp}; last the object, Kind/namespace/name, and after a colon one of its fields`)
      .option('--json', 'answer in JSON', false)
      .addHelpText(
        'after',
        `\nExit code 0: somebody is affected; 1: nobody; 3: undecided.\n\nExamples:\n  ${example}\n  ${example}:spec.http[1].timeout`,
      );
  },
  run(command, io) {
    const options = command.opts<Options>();
    const paths = command.args.slice(0, -1);
    const written = command.args.at(-1) ?? '';
    const target = parseTarget(written);
    if (!target || paths.length === 0) throw new CannotRun(`the last word names an object, got \`${written}\``, example);
    const { manifests, problems } = readInput(paths, options, io);
    warnOfUnread(problems, io);
    const found = targetOf(manifests, target, written);
    const influence = influenceOf(manifests, found, { path: target.path, clusterDomain: options.clusterDomain });
    io.out(options.json ? `${JSON.stringify(influenceJson(influence), null, 2)}\n` : influenceText(influence, { name: written, paths }));
    if (isFelt(influence)) return 0;
    return isCompared(influence, target.kind) || influence.notUsed.length + influence.findings.length > 0 ? 1 : 3;
  },
};

function targetOf(manifests: readonly Manifest[], target: Target, written: string): Manifest[] {
  const found = manifestsOf(manifests, target);
  const namespaces = [...new Set(found.map(({ object }) => namespaceOf(object)))];
  if (namespaces.length > 1)
    throw new CannotRun(
      `\`${written}\` is in several namespaces: ${namespaces.join(', ')}`,
      `${target.kind}/${namespaces[0]}/${target.name}`,
    );
  const last = found.at(-1);
  if (!last) {
    const near = closest(
      `${target.kind}/${target.namespace ?? ''}/${target.name}`,
      manifests.filter(hasName).map(({ object }) => targetText(object)),
    );
    throw new CannotRun(
      `no object is called \`${written}\``,
      near ? `did you mean \`${near}\`?` : `an object is written Kind/namespace/name: ${example}`,
    );
  }
  if (target.path) checkField(last, target.path, written);
  return found;
}

const hasName = ({ object }: Manifest): boolean => typeof object.kind === 'string' && typeof object.metadata?.name === 'string';

function checkField({ object }: Manifest, path: FieldPath, written: string): void {
  if (without(object, path) !== undefined) return;
  const parent = path.slice(0, -1).reduce<unknown>((at, step) => (at as Record<string | number, unknown> | undefined)?.[step], object);
  const names = typeof parent === 'object' && parent !== null ? Object.keys(parent) : [];
  const near = closest(String(path.at(-1)), names);
  throw new CannotRun(
    `\`${written}\` names a field that is not there`,
    near ? `did you mean \`${near}\`?` : `there is ${names.join(', ') || 'nothing'}`,
  );
}
