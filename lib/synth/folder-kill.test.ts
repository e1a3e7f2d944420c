import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listName, replaceFolder } from './folder';

/** A run that is killed before any of its calls that change something: a process of its own, ended by SIGKILL. */
const calls = ['mkdirSync', 'writeFileSync', 'renameSync', 'linkSync', 'rmSync', 'rmdirSync', 'openSync'];
const program = `
const fs = require('node:fs');
require(process.env.LOADER);
const { replaceFolder } = require(process.env.FOLDER);
let left = Number(process.env.KILL_BEFORE);
for (const name of ${JSON.stringify(calls)}) {
  const real = fs[name];
  fs[name] = (...args) => {
    if (--left === 0) process.kill(process.pid, 'SIGKILL');
    return real(...args);
  };
}
replaceFolder(process.env.DIST, JSON.parse(process.env.FILES), '.k8s.yaml');
`;

const before = ['a.k8s.yaml', 'b/c.k8s.yaml', 'gone/d.k8s.yaml'].map((path) => ({ path, text: `old ${path}` }));
const after = ['a.k8s.yaml', 'b/c.k8s.yaml', 'e.k8s.yaml'].map((path) => ({ path, text: `new ${path}` }));
const allowed = new Map([...before, ...after].map(({ path }) => [path, [`old ${path}`, `new ${path}`]]));

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'meshwright-kill-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

/** @returns whether the run was killed: not when it has fewer calls */
function killedBefore(call: number, dist: string): boolean {
  const env = {
    ...process.env,
    LOADER: join(__dirname, '../../scripts/typescript.cjs'),
    FOLDER: join(__dirname, 'folder.ts'),
    KILL_BEFORE: String(call),
    DIST: dist,
    FILES: JSON.stringify(after),
  };
  const { signal, status, stderr } = spawnSync(process.execPath, ['-e', program], { env, encoding: 'utf8' });
  if (signal === null) expect([status, stderr]).toEqual([0, '']);
  return signal === 'SIGKILL';
}

function contents(dist: string): Record<string, string> {
  const paths = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'));
  return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(dist, path), 'utf8')]));
}

test('whenever a run is killed, each file is old or new, none that stays is missing, and the next run makes all of it new', () => {
  let call = 1;
  for (; ; call++) {
    const dist = join(parent, `dist-${call}`);
    replaceFolder(dist, before, '.k8s.yaml');
    const wasKilled = killedBefore(call, dist);
    const published = Object.entries(contents(dist)).filter(([path]) => !path.startsWith('.meshwright-new'));
    for (const [path, text] of published) expect(allowed.get(path)).toContain(text);
    expect(published.map(([path]) => path)).toEqual(expect.arrayContaining(['a.k8s.yaml', 'b/c.k8s.yaml']));
    replaceFolder(dist, after, '.k8s.yaml');
    expect(contents(dist)).toEqual(Object.fromEntries(after.map(({ path, text }) => [path, text])));
    expect(readdirSync(dist).sort()).toEqual([listName, 'a.k8s.yaml', 'b', 'e.k8s.yaml']);
    if (!wasKilled) break;
  }
  expect(call).toBeGreaterThan(15);
}, 60_000);
