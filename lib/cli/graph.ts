import { writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { checkManifests } from '../check/run';
import { collapse } from '../graph/collapse';
import type { MeshGraph } from '../graph/graph';
import { graphOf } from '../graph/graph-of';
import { dotOf } from '../graph/text/dot';
import { mermaidLimits, mermaidOf } from '../graph/text/mermaid';
import type { Manifest } from '../manifest/manifest';
import { Mesh } from '../mesh/mesh';
import { closest } from '../text';
import { visible } from '../visible';
import { addInputOptions, type InputOptions, pathsHelp, readInput } from './manifest-input';
import { CannotRun, type ExitCode, type Io, type Verb } from './verb';
import { warnOfRejected, warnOfUnread } from './warnings';

interface Options extends InputOptions {
  readonly output?: string;
  readonly format?: string;
  readonly collapse?: string;
}

interface Drawing {
  readonly graph: MeshGraph;
  readonly manifests: readonly Manifest[];
  readonly title: string;
}

type Renderer = (drawing: Drawing) => string | Promise<string>;

/** Each loads what it needs when it is used: a layout is a large library. */
const renderers: Readonly<Record<string, Renderer>> = {
  mmd: ({ graph }) => mermaidOf(graph),
  dot: ({ graph }) => dotOf(graph),
  json: ({ graph }) => `${JSON.stringify(graph, null, 2)}\n`,
  svg: async ({ graph, title }) => {
    const { layoutOf } = require('../graph/layout/layout') as typeof import('../graph/layout/layout');
    const { svgOf } = require('../graph/svg/svg') as typeof import('../graph/svg/svg');
    return svgOf(graph, await layoutOf(graph), title);
  },
  html: ({ graph, manifests, title }) => {
    const { pageOf } = require('../graph/page/page') as typeof import('../graph/page/page');
    const { pageData } = require('../graph/page/page-data') as typeof import('../graph/page/page-data');
    const { pageScript } = require('../graph/page/script') as typeof import('../graph/page/script');
    return pageOf(pageData(manifests, graph, title), pageScript());
  },
};

const formats = Object.keys(renderers);

/** `mesh graph`: the picture of the mesh that the manifests make. */
export const graphVerb: Verb = {
  configure(command) {
    addInputOptions(command)
      .argument('<paths...>', pathsHelp)
      .option('-o, --output <file>', `write to a file; its ending says what: ${formats.map((name) => `.${name}`).join(', ')}`)
      .option('--format <format>', `what to print: ${formats.join(', ')}`)
      .option('--collapse <what>', 'draw each `namespace` or each `app` as one box, or `none`: namespaces from 400 boxes on')
      .addHelpText(
        'after',
        '\nExit code 3 with --strict: something in the picture is undecided.\n\nExamples:\n  mesh graph dist\n  mesh graph dist -o mesh.svg\n  mesh graph dist --format json | jq .nodes',
      );
  },
  async run(command, io) {
    const options = command.opts<Options>();
    const format = formatOf(options);
    const { graph: whole, manifests } = read(command.args, options, io);
    const graph = collapsed(whole, { format, wanted: options.collapse, io });
    const text = await (renderers[format] as Renderer)({ graph, manifests, title: `Mesh of ${command.args.join(', ')}` });
    if (format === 'mmd') warnOfLimits(graph, text, io);
    if (options.output === undefined) io.out(text);
    else write(options.output, text, io);
    return exitCode(whole, options);
  },
};

function formatOf({ output, format }: Options): string {
  const wanted = format ?? (output === undefined ? 'mmd' : extname(output).slice(1).toLowerCase());
  if (wanted in renderers) return wanted;
  const near = closest(wanted, formats);
  const what = format === undefined ? `the ending of \`${output}\`` : `\`${format}\``;
  throw new CannotRun(`${what} names no format`, near ? `did you mean \`${near}\`?` : `one of ${formats.join(', ')}`);
}

/** More boxes than this are drawn as their namespaces: nobody reads more. */
const mostBoxes = 400;

function collapsed(graph: MeshGraph, { format, wanted, io }: { format: string; wanted: string | undefined; io: Io }): MeshGraph {
  if (wanted !== undefined && !['namespace', 'app', 'none'].includes(wanted))
    throw new CannotRun(`\`${wanted}\` is nothing that can be collapsed`, 'one of namespace, app, none');
  if (wanted === 'namespace' || wanted === 'app') return collapse(graph, wanted);
  if (wanted === 'none' || (format !== 'svg' && format !== 'mmd') || graph.nodes.length <= mostBoxes) return graph;
  io.err(`note: ${graph.nodes.length} boxes are drawn as their namespaces\n  fix: --collapse none, or -o mesh.html\n`);
  return collapse(graph, 'namespace');
}

function read(paths: readonly string[], options: Options, io: Io): { readonly graph: MeshGraph; readonly manifests: readonly Manifest[] } {
  const { manifests, problems } = readInput(paths, options, io);
  warnOfUnread(problems, io);
  const { mesh, problems: rejected } = Mesh.load(manifests);
  warnOfRejected(rejected, io);
  return { graph: graphOf(mesh, checkManifests(manifests)), manifests };
}

function warnOfLimits({ edges }: MeshGraph, text: string, io: Io): void {
  if (edges.length <= mermaidLimits.edges && text.length <= mermaidLimits.characters) return;
  io.err(
    `note: GitHub draws Mermaid of at most ${mermaidLimits.edges} edges and ${mermaidLimits.characters} characters; this has ${edges.length} and ${text.length}\n  fix: -o mesh.svg\n`,
  );
}

function write(path: string, text: string, io: Io): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new CannotRun(`\`${path}\` cannot be written: ${(error as Error).message}`);
  }
  io.err(`wrote ${visible(path)}\n`);
}

function exitCode({ nodes, edges }: MeshGraph, { strict }: Options): ExitCode {
  return strict && [...nodes, ...edges].some(({ undecided }) => undecided.length > 0) ? 3 : 0;
}
