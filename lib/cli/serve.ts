import { spawn } from 'node:child_process';
import { checkManifests } from '../check/run';
import { graphOf } from '../graph/graph-of';
import { pageOf } from '../graph/page/page';
import { type PageData, pageData } from '../graph/page/page-data';
import { pageScript } from '../graph/page/script';
import { PageServer } from '../graph/page/server';
import { watch } from '../graph/page/watch';
import { Mesh } from '../mesh/mesh';
import { visible } from '../visible';
import { interrupted } from './interrupted';
import { addInputOptions, type InputOptions, pathsHelp, readInput } from './manifest-input';
import { CannotRun, type ExitCode, type Io, type Verb } from './verb';

interface Options extends InputOptions {
  readonly port: string;
  readonly synth?: string;
}

/** `mesh serve`: the page of `mesh graph -o mesh.html`, redrawn after each save. */
export const serveVerb: Verb = {
  configure(command) {
    addInputOptions(command)
      .argument('<paths...>', pathsHelp)
      .option('--port <port>', 'port on 127.0.0.1; 0 takes any that is free', '7373')
      .option('--synth <command>', 'also watch the TypeScript files of this folder, and run this command after each save')
      .addHelpText('after', "\nIt ends with Ctrl-C.\n\nExamples:\n  mesh serve dist\n  mesh serve dist --synth 'npm run synth'");
  },
  async run(command, io): Promise<ExitCode> {
    const options = command.opts<Options>();
    const port = Number(options.port);
    if (!Number.isInteger(port) || port < 0 || port > 65535)
      throw new CannotRun(`a port is a number, got \`${options.port}\``, '--port 7373');
    if (command.args.includes('-')) throw new CannotRun('stdin cannot be watched', 'mesh graph - -o mesh.html');
    const script = pageScript();
    const server = new PageServer({ read: reader(command.args, options, io), render: (data) => pageOf(data, script) });
    const url = await started(server, port);
    io.out(`${url}\n`);
    const ends = [watch({ paths: [...command.args, ...options.with] }, () => void server.saved())];
    if (options.synth !== undefined) {
      const isSource = (file: string) => /\.tsx?$/.test(file);
      ends.push(watch({ paths: ['.'], takes: isSource }, () => synthesize(options.synth ?? '', server, io)));
    }
    await interrupted();
    for (const end of ends) end();
    await server.stop();
    return 0;
  },
};

/** A file that cannot be read is a warning at first; later it is being edited, and the pages keep what they have. */
function reader(paths: readonly string[], options: Options, io: Io): () => PageData {
  let isFirst = true;
  return () => {
    const { data, problems } = read(paths, options, io);
    for (const message of problems) io.err(`warning: ${visible(message)}\n`);
    const [problem] = problems;
    if (problem !== undefined && !isFirst) throw new CannotRun(problem);
    isFirst = false;
    return data;
  };
}

function read(paths: readonly string[], options: Options, io: Io): { readonly data: PageData; readonly problems: readonly string[] } {
  const { manifests, problems } = readInput(paths, options, io);
  const graph = graphOf(Mesh.load(manifests).mesh, checkManifests(manifests));
  return { data: pageData(manifests, graph, `Mesh of ${paths.join(', ')}`), problems: problems.map(({ message }) => message) };
}

async function started(server: PageServer, port: number): Promise<string> {
  try {
    return await server.start(port);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new CannotRun(`port ${port} of 127.0.0.1 is taken`, '--port 0 takes any that is free');
    if (code === 'EACCES')
      throw new CannotRun(`port ${port} of 127.0.0.1 may not be opened: ${message}`, '--port 0 takes any that is free');
    throw error;
  }
}

/** What it writes is watched as well, so that nothing more is to be done when it ends well. */
function synthesize(command: string, server: PageServer, io: Io): void {
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString('utf8')}`.slice(-4000);
    });
  child.on('close', (code) => {
    if (code === 0) return;
    io.err(`warning: \`${visible(command)}\` ended with ${code}\n`);
    server.tell(`${command} ended with ${code}: ${said}`);
  });
}
