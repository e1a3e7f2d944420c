import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressOf, fetchSource, requirementsOf, type Source, sha256 } from './sources';

jest.mock('../versions.json', () => ({
  modules: { 'github.com/shop/crds/v3': 'v3.2.1', 'istio.io/api': 'v1.2.3', 'k8s.io/kubernetes': 'v1.0.0', 'sigs.k8s.io/dns': 'v0.9.0' },
}));
jest.mock('node:child_process');
const go = jest.mocked(execFileSync);

const text = 'kind: CustomResourceDefinition\n';
const source: Source = { name: 'shop', format: 'crds', module: 'github.com/shop/crds/v3', files: ['crds.yaml'], kinds: 'all' };

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

/** Go has the module in `folder`. */
function installGo(): void {
  writeFileSync(join(folder, 'crds.yaml'), text);
  writeFileSync(join(folder, 'other.txt'), 'other');
  go.mockImplementation((command, args) => {
    expect([command, ...(args ?? [])]).toEqual(['go', 'mod', 'download', '-json', 'github.com/shop/crds/v3@v3.2.1']);
    return JSON.stringify({ Dir: folder, Sum: 'h1:whole' });
  });
}

const answer = (body: string, status = 200) =>
  jest.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(body, { status }));

test('reads a file from the Go module where there is Go', async () => {
  installGo();
  const download = answer('never requested');
  expect(await fetchSource(source)).toEqual({ texts: [text], sums: { 'crds.yaml': sha256(text) } });
  expect(download).not.toHaveBeenCalled();
});

test("reads it from the project's own address where there is none", async () => {
  const download = answer(text);
  expect(await fetchSource(source)).toEqual({ texts: [text], sums: { 'crds.yaml': sha256(text) } });
  expect(download).toHaveBeenCalledWith('https://raw.githubusercontent.com/shop/crds/v3.2.1/crds.yaml');
});

test('reads the matching files of a whole module, which has one checksum', async () => {
  const whole: Source = { ...source, files: { containing: '', ending: '.yaml' } };
  await expect(fetchSource(whole)).rejects.toThrow('github.com/shop/crds/v3@v3.2.1 cannot be had without Go');
  installGo();
  expect(await fetchSource(whole)).toEqual({ texts: [text], sums: 'h1:whole' });
});

test('says which address did not answer', async () => {
  answer('not found', 404);
  await expect(fetchSource(source)).rejects.toThrow('https://raw.githubusercontent.com/shop/crds/v3.2.1/crds.yaml answered 404');
});

test('says which address was not reached, and why', async () => {
  jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') }));
  await expect(fetchSource(source)).rejects.toThrow('/v3.2.1/crds.yaml cannot be reached: getaddrinfo ENOTFOUND');
});

test('a module without a version says where to write it', async () => {
  await expect(fetchSource({ ...source, module: 'example.com/other' })).rejects.toThrow(
    'versions.json: no version of `example.com/other`, which imports/sources.json names',
  );
});

test.each([
  ['github.com/shop/crds/v3', 'https://raw.githubusercontent.com/shop/crds/v3.2.1/a.yaml'],
  ['istio.io/api', 'https://raw.githubusercontent.com/istio/api/v1.2.3/a.yaml'],
  ['k8s.io/kubernetes', 'https://raw.githubusercontent.com/kubernetes/kubernetes/v1.0.0/a.yaml'],
  ['sigs.k8s.io/dns', 'https://raw.githubusercontent.com/kubernetes-sigs/dns/v0.9.0/a.yaml'],
])('the public address of a file of %s', (module, address) => {
  expect(addressOf(module, 'a.yaml')).toBe(address);
});

test.each([
  ['example.com/api', 'the repository of `example.com/api` is unknown: only Go can get its files'],
  ['github.com/shop/crds/part', '`github.com/shop/crds/part` is a folder of a repository: only Go can get its files'],
])('%s has none', (module, message) => {
  expect(() => addressOf(module, 'a.yaml')).toThrow(message);
});

test('requirements are those among the pinned modules', () => {
  expect(requirementsOf('istio.io/api')).toBeUndefined();
  go.mockImplementation((_, args) =>
    args?.[0] === 'list'
      ? JSON.stringify({ GoMod: 'go.mod' })
      : JSON.stringify({
          Require: [
            { Path: 'k8s.io/kubernetes', Version: 'v1.0.1' },
            { Path: 'golang.org/x/net', Version: 'v0.1.0' },
          ],
        }),
  );
  expect(requirementsOf('istio.io/api')).toEqual({ 'k8s.io/kubernetes': 'v1.0.1' });
});
