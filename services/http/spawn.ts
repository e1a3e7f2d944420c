import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingHttpHeaders, type RequestOptions, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { json, text } from 'node:stream/consumers';

/** One answer. */
export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Parsed where it is JSON. */
  readonly body: unknown;
}

const loader = join(__dirname, '../../scripts/typescript.cjs');

type Environment = Readonly<Record<string, string>>;

/** A service as its own process on a free port of the loopback address, for tests that ask it over HTTP and stop it by signals. */
export class SpawnedService {
  /** The lines it has logged so far. */
  readonly log: Record<string, unknown>[] = [];
  port = 0;
  /** Null if a signal ended it. Known once all it wrote has been read. */
  readonly exitCode: Promise<number | null>;
  private readonly errors: Promise<string>;

  /** @param program what to run from source: a TypeScript file, or `--eval` and the text of one */
  static start(program: readonly string[], environment: Environment = {}): Promise<SpawnedService> {
    return SpawnedService.startCommand([process.execPath, '--require', loader, ...program], environment);
  }

  /** @param command the program that runs the service, and its arguments */
  static async startCommand([program = '', ...options]: readonly string[], environment: Environment = {}): Promise<SpawnedService> {
    const child = spawn(program, options, {
      env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const service = new SpawnedService(child);
    const { msg } = await service.logged((line) => /^Server listening/.test(String(line.msg)));
    service.port = Number(/\d+$/.exec(String(msg))?.[0]);
    return service;
  }

  private constructor(private readonly child: ChildProcessByStdio<null, Readable, Readable>) {
    const lines = createInterface({ input: child.stdout }).on('line', (line) => {
      this.log.push(JSON.parse(line));
      child.emit('logged');
    });
    this.errors = text(child.stderr);
    this.exitCode = Promise.all([once(child, 'close'), once(lines, 'close')]).then(([[code]]) => code as number | null);
  }

  /** The first line that passes, waiting for it. */
  async logged(passes: (line: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
    for (;;) {
      const line = this.log.find(passes);
      if (line) return line;
      await Promise.race([once(this.child, 'logged'), this.exit()]);
    }
  }

  private async exit(): Promise<never> {
    throw new Error(`it exited with ${await this.exitCode}: ${await this.errors}`);
  }

  /** Sends a request whose path is not touched on the way: `fetch` would tidy it up. */
  async ask(path: string, { body, ...options }: RequestOptions & { body?: string } = {}): Promise<Answered> {
    const sent = request({ host: '127.0.0.1', port: this.port, path, agent: false, ...options }).end(body);
    const [response] = await once(sent, 'response');
    const isJson = /^application\/json/.test(response.headers['content-type'] ?? '') && options.method !== 'HEAD';
    return { status: response.statusCode, headers: response.headers, body: await (isJson ? json(response) : text(response)) };
  }

  /** Of the command itself, which may have started the service as another process. */
  get pid(): number | undefined {
    return this.child.pid;
  }

  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.exitCode;
  }
}
