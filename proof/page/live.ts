import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Faults } from './checks';

const root = join(__dirname, '..', '..');

/** `mesh serve` redraws an open page after a save, marks what moved, and says what it cannot read. */
export async function redrawsAfterSave(browser: Browser): Promise<Faults> {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-serve-'));
  for (const name of ['0-namespaces', 'discovering-services', 'traffic-management', 'user-release'])
    cpSync(join(root, 'dist', `${name}.k8s.yaml`), join(folder, `${name}.k8s.yaml`));
  const loader = join(root, 'scripts', 'typescript.cjs');
  const server = spawn(process.execPath, ['--require', loader, join(root, 'lib/cli/index.ts'), 'serve', folder, '--port', '0'], {
    cwd: root,
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const faults: Faults = [];
  try {
    const url = await urlOf(server);
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith('data:')) faults.push(`serve: the page asks ${request.url()}`);
    });
    page.on('pageerror', (error) => faults.push(`serve: the page throws ${error.message}`));
    await page.goto(url);
    await page.waitForSelector('html[data-ready]');
    const release = join(folder, 'user-release.k8s.yaml');
    const text = readFileSync(release, 'utf8');
    writeFileSync(release, text.replaceAll('weight: 90', 'weight: 60').replaceAll('weight: 10', 'weight: 40'));
    await page.waitForSelector('#moved');
    const marked = await page.locator('.edge.moved').count();
    if (marked === 0) faults.push('serve: no edge is marked after the weights were changed');
    if (!(await page.locator('#world').textContent())?.includes('60 %')) faults.push('serve: the new weight is not drawn');
    writeFileSync(release, `${text}\n---\n{ broken`);
    const isTold = page.waitForFunction(() => document.querySelector('#side')?.textContent?.includes('cannot be read'));
    await isTold.catch(() => faults.push('serve: a file that cannot be read goes unnoticed'));
    if (!(await page.locator('#world').textContent())?.includes('60 %'))
      faults.push('serve: a file that cannot be read takes the picture away');
  } finally {
    await page.close();
    const ended = new Promise<number | null>((resolve) => server.on('exit', (code) => resolve(code)));
    server.kill('SIGINT');
    const code = await ended;
    if (code !== 0) faults.push(`serve: ends with ${code} on Ctrl-C`);
    rmSync(folder, { recursive: true });
  }
  return faults;
}

function urlOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stdout?.on('data', (chunk) => {
      said += chunk;
      const [url] = /http:\/\/\S+/.exec(said) ?? [];
      if (url) resolve(url);
    });
    server.on('exit', (code) => reject(new Error(`mesh serve ended with ${code}`)));
  });
}
