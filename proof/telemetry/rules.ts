import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProofError } from '../errors';
import type { Results } from '../report/results';
import { type Output, output } from '../run';
import { burns, burnTests, type PromtoolTests, silenceTests } from './burn-tests';
import { traffic } from './traffic';
import { type NamedRules, ruleFiles, telemetryObjects } from './watched';

/** The committed rules, tried by the real promtool. @param folder for its files */
export async function proveRules(promtool: string, folder: string, results: Results): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const committed = ruleFiles(telemetryObjects());
  for (const rules of committed) {
    const checked = await output(promtool, ['check', 'rules', '--lint=all', '--lint-fatal', write(folder, rules)]);
    results.add(`promtool takes ${rules.name}`, problemOf(checked));
  }
  for (const one of traffic) {
    const rules = committed.find(({ name }) => name === one.slo);
    if (!rules) throw new ProofError(`no PrometheusRule is named \`${one.slo}\``);
    const file = write(folder, rules);
    for (const burn of burns) {
      const title = `${one.slo}: burning ${burn.rate}-fold over ${burn.long} is a ${burn.severity}, below it is not, and it ends with the burn`;
      results.add(title, problemOf(await test(promtool, folder, burnTests(rules, file, one, burn))));
    }
    results.add(`${one.slo}: says when nothing is measured`, problemOf(await test(promtool, folder, silenceTests(file, one))));
  }
  await proveTheTests(promtool, folder, results, committed);
}

/** The tests must not pass whatever the rules say: with another bound, or another window, they fail. */
async function proveTheTests(promtool: string, folder: string, results: Results, committed: readonly NamedRules[]): Promise<void> {
  const [one] = traffic;
  const [burn] = burns;
  const rules = committed.find(({ name }) => name === one?.slo);
  if (!rules || !one || !burn) throw new ProofError('there is nothing to spoil');
  const spoils: [string, (text: string) => string][] = [
    ['a third of the bound', (text) => text.replaceAll('> 0.0144', '> 0.0048')],
    ['three times the bound', (text) => text.replaceAll('> 0.0144', '> 0.0432')],
    ['no short window', (text) => text.replace(/ and slo:error_ratio:rate5m\{[^}]*\} > 0.0144/, '')],
    ["the pods' own count", (text) => text.replaceAll('reporter=\\"source\\"', 'reporter=~\\".+\\"')],
  ];
  for (const [what, spoil] of spoils) {
    const file = JSON.parse(spoil(JSON.stringify(rules.file))) as NamedRules['file'];
    const spoilt = write(folder, { name: `${rules.name}-spoilt`, file });
    const { code } = await test(promtool, folder, burnTests(rules, spoilt, one, burn));
    results.add(`the tests notice ${what}`, code === 0 ? 'they passed' : undefined);
  }
}

function write(folder: string, { name, file }: NamedRules): string {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify(file)); // JSON is YAML
  return path;
}

async function test(promtool: string, folder: string, tests: PromtoolTests): Promise<Output> {
  const path = join(folder, 'tests.json');
  writeFileSync(path, JSON.stringify(tests));
  return output(promtool, ['test', 'rules', path]);
}

function problemOf({ code, stdout, stderr }: Output): string | undefined {
  return code === 0 ? undefined : `${stdout}\n${stderr}`.trim().split('\n').slice(0, 20).join('\n');
}
