/**
 * A new version of Istio is taken as a whole or not at all: schemas, descriptors of messages, the programs of the proof, Envoy's node and
 * the docs speak of the same one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import sources from '../imports/sources.json';
import sums from '../imports/sums.json';
import { recipes } from '../proof/binaries/recipes';
import { istioVersion } from '../proof/gateway/envoy-gateway';
import versions from '../versions.json';
import { pinnedModule, sha256 } from './sources';

const root = join(__dirname, '..');
const modules: Readonly<Record<string, string>> = versions.modules;
/** `1.31` of `v1.31.1` and of `v1.31.0-rc.0.0.20260824154656-b943409680a7`. */
const line = (version = ''): string | undefined => /^v?(\d+\.\d+)\./.exec(version)?.[1];

const update = 'run `npm run import -- --update`';

test(`what was imported is what versions.json and imports/sources.json name: else ${update}`, () => {
  const named = [...new Set(sources.map(({ module }) => pinnedModule(module)))].sort();
  expect(Object.keys(sums.sources)).toEqual(named);
  for (const { module, files } of sources) {
    const imported = (sums.sources as Readonly<Record<string, unknown>>)[pinnedModule(module)];
    if (Array.isArray(files)) expect(Object.keys(imported as object)).toEqual(expect.arrayContaining(files));
  }
});

test(`what is under imports/ is what the import wrote: else ${update}`, () => {
  const written = Object.fromEntries(
    readdirSync(join(root, 'imports'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\/|\.ts$/.test(name))
      .sort()
      .map((name) => [name, sha256(readFileSync(join(root, 'imports', name), 'utf8'))]),
  );
  expect(written).toEqual(sums.written);
});

describe('one Istio', () => {
  const istio = pinnedModule('istio.io/istio');
  const required: Readonly<Record<string, string>> = (sums.requires as Readonly<Record<string, Record<string, string>>>)[istio] ?? {};

  test('istiod is of the line that schemas and messages are imported from', () => {
    expect(line(required['istio.io/api'])).toBe(line(modules['istio.io/api']));
  });

  test.each(['github.com/envoyproxy/go-control-plane/envoy', 'github.com/envoyproxy/go-control-plane/contrib'])(
    'the messages of Envoy are those that istiod is compiled with: %s',
    (module) => {
      expect(modules[module]).toBe(required[module]);
    },
  );

  test('the Gateway API is the one that istiod reads', () => {
    expect(line(modules['sigs.k8s.io/gateway-api'])).toBe(line(required['sigs.k8s.io/gateway-api']));
  });

  test.each([
    ['istio', 'istio.io/istio'],
    ['istio-bootstrap', 'istio.io/istio'],
    ['istio-crds', 'istio.io/api'],
    ['kubernetes', 'k8s.io/kubernetes'],
  ])('the proof runs it: %s', (name, module) => {
    expect(recipes.find((recipe) => recipe.name === name)?.version).toBe(modules[module]);
  });

  test("Envoy's node tells istiod so", () => {
    expect(`v${istioVersion}`).toBe(modules['istio.io/api']);
  });
});

describe('docs', () => {
  /** A version is named with its product before it. A page that needs an older one, as an example of what is outdated, says so here. */
  const products: readonly [product: RegExp, version: string | undefined][] = [
    [/(?:\bIstio |\bistiod |proxyv2:)v?(\d+\.\d+)(?:\.\d+)?/g, line(modules['istio.io/api'])],
    [/\bEnvoy v?(\d+\.\d+)(?:\.\d+)?/g, line(versions.envoy)],
    [/(?:\bKubernetes |\bkube-apiserver )v?(\d+\.\d+)(?:\.\d+)?/g, line(modules['k8s.io/kubernetes'])],
    [/\bGateway API v?(\d+\.\d+)(?:\.\d+)?/g, line(modules['sigs.k8s.io/gateway-api'])],
  ];
  const others = new Set(['outdated-proxies.md: proxyv2:1.30.3', 'IST0158.md: proxyv2:1.30.3']);

  const pages = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^(README|docs\/.*|lib\/.*|proof\/.*|examples\/.*)\.md$/.test(name) && !name.includes('node_modules'))
    .sort();

  test('every page that names a version names the pinned one', () => {
    const wrong = pages.flatMap((page) => {
      const text = readFileSync(join(root, page), 'utf8');
      return products.flatMap(([product, expected]) =>
        [...text.matchAll(product)]
          .filter(([named, version]) => version !== expected && !others.has(`${basename(page)}: ${named}`))
          .map(([named]) => `${page}: ${named}, pinned is ${expected}`),
      );
    });
    expect(wrong).toEqual([]);
  });

  test('a page is looked at where it names one', () => {
    expect(pages).toEqual(expect.arrayContaining(['docs/routing.md', expect.stringMatching('rules/(.*/)?outdated-proxies.md')]));
  });
});
