import { spawnSync } from 'node:child_process';
import { basename, join, normalize } from 'node:path';
import { largestInput } from './bounded-file';
import { documentsOf } from './documents';
import { decodeText } from './encoding';
import { type Input, InputError, type InputTree } from './input-tree';
import { Text } from './text';

/** Programs that render a folder, the first that is installed; each with its arguments before the folder. */
const programs = {
  chart: [['helm', 'template']],
  kustomization: [
    ['kubectl', 'kustomize'],
    ['kustomize', 'build'],
  ],
} as const;

/**
 * The same tree with each chart and kustomization in it rendered: in the place of its folder there is what the program prints. A kustomization
 * that another one builds on is part of that one.
 *
 * @throws InputError when no program is installed, or a revision is asked for, which has no folder to render
 */
export function renderedTree(tree: InputTree): InputTree {
  if (tree.isFile) return tree;
  const parts = new Set(partsOf(tree));
  const render = (folder: InputTree): InputTree => {
    if (parts.has(normalize(folder.name))) return { ...folder, inputs: [], folders: [] };
    const kind = kindOf(folder);
    if (!kind) return { ...folder, folders: folder.folders.map(render) };
    if (folder.name.startsWith('git:')) throw new InputError(`\`${folder.name}\` cannot be rendered: check the revision out first`);
    return { ...folder, inputs: [renderedInput(kind, folder.name)], folders: [] };
  };
  return render(tree);
}

const isKustomization = (path: string): boolean => /^kustomization\.ya?ml$/.test(basename(path));

function kindOf({ inputs }: InputTree): keyof typeof programs | undefined {
  if (inputs.some(({ name }) => basename(name) === 'Chart.yaml')) return 'chart';
  return inputs.some(({ name }) => isKustomization(name)) ? 'kustomization' : undefined;
}

/** The folders that kustomizations of the tree build on. */
function partsOf(tree: InputTree): string[] {
  const own = tree.inputs
    .filter(({ name }) => isKustomization(name))
    .flatMap((input) => resourcesIn(input).map((path) => join(input.name, '..', path)));
  return [...own.map(normalize), ...tree.folders.flatMap(partsOf)].map((path) => path.replace(/[\\/]$/, ''));
}

function resourcesIn({ name, read }: Input): string[] {
  return [...documentsOf(new Text(name, decodeText(read())))].flatMap(({ value }) => {
    const { resources, bases, components } = (value ?? {}) as Record<string, unknown>;
    return [resources, bases, components].flat().filter((path): path is string => typeof path === 'string');
  });
}

function renderedInput(kind: keyof typeof programs, folder: string): Input {
  return {
    name: folder,
    read: () => {
      for (const [program, verb] of programs[kind]) {
        const { stdout, stderr, status, error } = spawnSync(program, [verb, folder], { maxBuffer: largestInput, env: process.env });
        if (error && 'code' in error && error.code === 'ENOENT') continue;
        if (status === 0) return stdout;
        throw new Error(`\`${program} ${verb} ${folder}\` failed: ${error?.message ?? stderr.toString().trim()}`);
      }
      throw new InputError(
        `rendering the ${kind} \`${folder}\` needs ${programs[kind].map(([program]) => `\`${program}\``).join(' or ')} on the PATH`,
      );
    },
  };
}
