/**
 * `npm run prove:inside -- <command…>`: runs any command inside a sandbox of its own, for example a jest file that starts
 * planes. The command's exit code is this program's.
 */
import { spawn } from 'node:child_process';
import { insideSandbox } from './sandbox';

function main(): Promise<number> {
  const [command, ...args] = process.argv.slice(2);
  if (command === undefined) {
    process.stderr.write('prove:inside  no command given\n    fix: npm run prove:inside -- npx jest path/to/live.test.ts\n');
    return Promise.resolve(2);
  }
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => {
      process.stderr.write(`prove:inside  could not run \`${command}\`: ${error.message}\n`);
      resolve(2);
    });
    child.on('exit', (code) => resolve(code ?? 2));
  });
}

void insideSandbox(main);
