import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchSource, type PinnedSource } from './sources';

const text = 'kind: CustomResourceDefinition\n';
const sha256 = createHash('sha256').update(text).digest('hex');
const source = (checksum: string): PinnedSource => ({
  name: 'shop',
  format: 'crds',
  module: 'example.com/shop',
  version: 'v1.2.3',
  files: [{ path: 'crds.yaml', address: 'https://example.com/crds.yaml', sha256: checksum }],
  kinds: 'all',
});

jest.mock('node:child_process');
const go = jest.mocked(execFileSync);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meshwright-sources-'));
  go.mockImplementation(() => {
    throw new Error('spawnSync go ENOENT');
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Go has the module, with these files' text. */
function installGo(crds: string): void {
  writeFileSync(join(folder, 'crds.yaml'), crds);
  go.mockImplementation((command, args) => {
    expect([command, ...(args ?? [])]).toEqual(['go', 'mod', 'download', '-json', 'example.com/shop@v1.2.3']);
    return JSON.stringify({ Dir: folder });
  });
}

const answer = (body: string, status = 200) =>
  jest.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(body, { status }));

test('takes a file from the Go module where there is Go', async () => {
  installGo(text);
  const download = answer('never asked for');
  expect(await fetchSource(source(sha256))).toEqual([text]);
  expect(download).not.toHaveBeenCalled();
});

test("takes it from the project's own address where there is none", async () => {
  const download = answer(text);
  expect(await fetchSource(source(sha256))).toEqual([text]);
  expect(download).toHaveBeenCalledWith('https://example.com/crds.yaml');
});

test('refuses a file that is not the pinned one, wherever it is from', async () => {
  const pinned = '0'.repeat(64);
  const message = `imports/sources.json pins example.com/shop@v1.2.3 crds.yaml to sha256 ${pinned}, got ${sha256}`;
  answer(text);
  await expect(fetchSource(source(pinned))).rejects.toThrow(message);
  installGo(text);
  await expect(fetchSource(source(pinned))).rejects.toThrow(message);
});

test('says which address did not answer', async () => {
  answer('not found', 404);
  await expect(fetchSource(source(sha256))).rejects.toThrow('https://example.com/crds.yaml answered 404');
});
