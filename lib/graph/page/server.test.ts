import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PageData } from './page-data';
import { PageServer } from './server';
import { watch } from './watch';

const data = (title: string): PageData => ({
  title,
  graph: { version: 1, nodes: [], edges: [], objects: [], findings: [] },
  manifests: [],
});

function ask(url: string, headers: Readonly<Record<string, string>> = {}): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, body }));
    }).on('error', reject);
  });
}

test('the page, its data, and nothing for those who come by another name', async () => {
  const server = new PageServer({ read: () => data('one'), render: async ({ title, isLive }) => `page ${title} ${isLive}` });
  const url = await server.start(0);
  try {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    expect(await ask(url)).toEqual({ status: 200, body: 'page one true' });
    expect(JSON.parse((await ask(`${url}data.json`)).body)).toMatchObject({ title: 'one', isLive: true });
    expect((await ask(url, { host: 'evil.example' })).status).toBe(403);
    expect((await ask(`${url}../etc/passwd`)).status).toBe(404);
  } finally {
    await server.stop();
  }
});

test('open pages hear of a save, and of what cannot be read', async () => {
  let read = () => data('one');
  const server = new PageServer({ read: () => read(), render: async ({ title }) => title });
  const url = await server.start(0);
  const heard: string[] = [];
  const open = get(`${url}events`, (response) => response.on('data', (chunk) => heard.push(String(chunk))));
  const until = async (text: string) => {
    while (!heard.join('').includes(text)) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  try {
    await until(': open');
    read = () => data('two');
    await server.saved();
    await until('data: saved');
    expect((await ask(url)).body).toBe('two');
    read = () => {
      throw new Error('line 3\n  is odd');
    };
    await server.saved();
    await until('data: the manifests cannot be read: line 3 is odd');
    expect((await ask(url)).body).toBe('two');
  } finally {
    open.destroy();
    await server.stop();
  }
});

test('a taken port is told', async () => {
  const first = new PageServer({ read: () => data('one'), render: async () => '' });
  const port = Number(new URL(await first.start(0)).port);
  const second = new PageServer({ read: () => data('two'), render: async () => '' });
  await expect(second.start(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await first.stop();
});

test('changed, new and deleted files are noticed, once they are at rest; others are not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'watch-'));
  mkdirSync(join(folder, 'node_modules'));
  writeFileSync(join(folder, 'a.yaml'), '1');
  let changes = 0;
  let more = () => {};
  const end = watch({ paths: [folder], takes: (file) => file.endsWith('.yaml'), interval: 5 }, () => {
    changes += 1;
    more();
  });
  const next = () =>
    new Promise<void>((resolve) => {
      more = resolve;
    });
  try {
    for (const act of [
      () => writeFileSync(join(folder, 'a.yaml'), '22'),
      () => writeFileSync(join(folder, 'b.yaml'), '1'),
      () => rmSync(join(folder, 'b.yaml')),
    ]) {
      const noticed = next();
      act();
      await noticed;
    }
    writeFileSync(join(folder, 'c.txt'), '1');
    writeFileSync(join(folder, 'node_modules/d.yaml'), '1');
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(changes).toBe(3);
  } finally {
    end();
    rmSync(folder, { recursive: true });
  }
});
