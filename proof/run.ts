import { spawn } from 'node:child_process';
import { ProofError } from './errors';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  /** Milliseconds. @default - no limit */
  readonly timeout?: number;
}

/** What a finished program printed. */
export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, whatever its exit code. @throws ProofError when it is not there or takes too long */
export function output(command: string, args: readonly string[], options: RunOptions = {}): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd, env: options.env, timeout: options.timeout });
    const text = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8');
      child[stream].on('data', (chunk: string) => {
        text[stream] += chunk;
      });
    }
    child.on('error', (error) => reject(new ProofError(`could not run \`${command}\`: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (signal === null) resolve({ code: code ?? 1, ...text });
      else reject(new ProofError(`\`${[command, ...args].join(' ')}\` was ended by ${signal}`, { log: lastLines(text.stderr) }));
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input);
  });
}

/** Runs a program that must succeed. @returns what it wrote to stdout @throws ProofError with its last lines when it fails */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await output(command, args, options);
  if (code !== 0) throw new ProofError(`\`${[command, ...args].join(' ')}\` exited with ${code}`, { log: lastLines(stderr || stdout) });
  return stdout;
}

/** The end of a log: what a reader needs to see why it stopped. */
export function lastLines(text: string, count = 15): string[] {
  return text.trimEnd().split('\n').slice(-count);
}
