/** The committed pictures are what the manifests make; `npm run synth -- --all` writes them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { drawn, pictures } from './pictures';

const root = join(__dirname, '..');
const [article] = pictures;

test('docs/mesh.svg is the picture of the article', async () => {
  expect(article && (await drawn(article))).toBe(readFileSync(join(root, 'docs/mesh.svg'), 'utf8'));
});

test('a stranger sees where `mode: dev` goes', () => {
  const svg = readFileSync(join(root, 'docs/mesh.svg'), 'utf8');
  expect(svg).toContain('header mode is &quot;dev&quot;</text>');
  expect(svg).toMatch(
    /data-id="forward route [^"]*traffic-management\/user-virtual-service#0 &gt; version traffic-management\/user-service v2"/,
  );
});

test('every example has its picture, and its page shows it', () => {
  const examples = readdirSync(join(root, 'examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(pictures.slice(1).map(({ page }) => page.split('/')[1])).toEqual(examples.map(({ name }) => name).sort());
  const missing = pictures.filter(({ file, page }) => {
    const shown = page === 'README.md' ? file : basename(file);
    return !existsSync(join(root, file)) || !readFileSync(join(root, page), 'utf8').includes(`](${shown})`);
  });
  expect(missing).toEqual([]);
});
