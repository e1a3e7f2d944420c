import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Process } from './process';
import { until } from './until';

let logs = '';
beforeAll(() => {
  logs = mkdtempSync(join(tmpdir(), 'meshwright-until-'));
});
afterAll(() => rmSync(logs, { recursive: true }));

const program = (name: string, script: string) => new Process({ name, command: process.execPath, args: ['--eval', script], logs });

test('what is found is returned, however late', async () => {
  let looks = 0;
  expect(await until('it is there', () => (++looks === 3 ? 'found' : undefined), { every: 0.001 })).toBe('found');
});

test('an error is "not yet", and told when it never comes', async () => {
  const never = until('it is there', () => Promise.reject(new Error('refused\nmore')), { within: 0.01, every: 0.001 });
  await expect(never).rejects.toThrow('after 0.01 s this did not hold: it is there\n    | refused');
});

test('what explains it is told, and an explanation that fails does not hide the fact', async () => {
  const quick = { within: 0.01, every: 0.001 };
  await expect(until('a', () => false, { ...quick, explain: () => ['because'] })).rejects.toThrow('this did not hold: a\n    | because');
  await expect(until('a', () => false, { ...quick, explain: () => Promise.reject(new Error('x')) })).rejects.toThrow(
    /this did not hold: a$/,
  );
});

test('a program that ended is not waited for: its last lines tell why', async () => {
  const dying = program('server', "console.error('port taken'); process.exit(3)");
  await expect(until('it answers', () => false, { running: [dying] })).rejects.toThrow(
    'server ended (exit code 3) before this held: it answers\n    | port taken',
  );
});

test('a program that could not be started says so', async () => {
  const missing = new Process({ name: 'missing', command: '/no/such/program', args: [], logs });
  await expect(until('it answers', () => false, { running: [missing] })).rejects.toThrow(/^missing ended \(spawn .*ENOENT\)/);
});

test('stopping insists, and takes what was started along', async () => {
  const script =
    "process.on('SIGTERM', () => {}); console.log(require('node:child_process').spawn('sleep', ['60']).pid); setInterval(() => {}, 1000)";
  const stubborn = program('stubborn', script);
  const child = Number(await until('it has a child', () => stubborn.lastLines(1)[0] || undefined));
  await stubborn.stop(0.05);
  expect(stubborn.ending).toBe('signal SIGKILL');
  await until('the child is gone', () => !isAlive(child), { within: 5 });
}, 15_000);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
