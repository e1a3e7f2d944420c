import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { main } from './index';

const folder = mkdtempSync(join(tmpdir(), 'meshwright-watch-'));
const file = join(folder, 'shop.yaml');
afterAll(() => rmSync(folder, { recursive: true }));

const service = (port: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: shop, namespace: demo }\nspec: { ports: [{ name: http, port: ${port} }] }\n`;

test('checks again after each save, goes on where nothing can be read, and ends with the code of the last check', async () => {
  const shown = { out: '', err: '' };
  const io = {
    out: (text: string) => {
      shown.out += text;
    },
    err: (text: string) => {
      shown.err += text;
    },
    stdin: () => Buffer.alloc(0),
    isTerminal: false,
    colour: false,
  };
  const until = async (text: RegExp) => {
    for (let round = 0; round < 100 && !text.test(shown.out + shown.err); round++) await wait(20);
    expect(shown.out + shown.err).toMatch(text);
    Object.assign(shown, { out: '', err: '' });
  };
  writeFileSync(file, service('80'));
  const code = main(['check', '--watch', folder], io);
  await until(/no findings in 1 object[\s\S]*checked in \d+ ms/);
  writeFileSync(file, service('eighty'));
  await until(/eighty/);
  unlinkSync(file);
  await until(/error: nothing to check/);
  writeFileSync(file, service('8080'));
  await until(/no findings/);
  process.emit('SIGINT');
  expect(await code).toBe(0);
  expect(await main(['check', '--watch', '-'], io)).toBe(2);
});
