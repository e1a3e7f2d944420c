/**
 * Bundles the script of `mesh graph -o mesh.html` with esbuild: `node scripts/bundle-page.cjs [file]`, without a file to stdout. What a
 * browser lacks or needs not (files, schemas, Node's modules) is replaced by lib/graph/page/browser.
 */
const { join, resolve } = require('node:path');
const { build } = require('esbuild');

const root = join(__dirname, '..');
const browser = join(root, 'lib/graph/page/browser');
const replaced = new Map([
  ['lib/mesh/admission.ts', 'admission.ts'],
  ['lib/manifest/read-manifests.ts', 'read-manifests.ts'],
  ['lib/route/policy/jwks.ts', 'jwks.ts'],
  ['lib/validation/schema/schemas.ts', 'schemas.ts'],
]);

const inBrowser = {
  name: 'in-browser',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^node:(net|crypto)$/ }, ({ path }) => ({ path: join(browser, `${path.slice('node:'.length)}.ts`) }));
    for (const [file, own] of replaced) {
      const path = resolve(root, file);
      onLoad({ filter: new RegExp(`${file.replace(/[./]/g, '[./\\\\]')}$`) }, (found) =>
        found.path === path
          ? { contents: `export * from ${JSON.stringify(join(browser, own))}`, loader: 'ts', resolveDir: browser }
          : undefined,
      );
    }
  },
};

const outfile = process.argv[2];
build({
  entryPoints: [join(root, 'lib/graph/page/client/main.ts')],
  bundle: true,
  minify: true,
  write: outfile !== undefined,
  outfile: outfile ?? 'page.js',
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'inline',
  logLevel: 'warning',
  inject: [join(browser, 'buffer.ts')],
  plugins: [inBrowser],
}).then(
  ({ outputFiles }) => {
    for (const { text } of outputFiles ?? []) process.stdout.write(text);
  },
  () => {
    process.exitCode = 1;
  },
);
