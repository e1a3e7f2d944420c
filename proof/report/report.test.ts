import { stripVTControlCharacters } from 'node:util';
import { jsonReport, junitReport } from './files';
import { prettyResults, prettySummary } from './pretty';
import { Results } from './results';

function records(): Results[] {
  const good = new Results('good', 'All is well');
  good.add('a < b', undefined, '1 of 1');
  const mixed = new Results('mixed', 'Some is not');
  mixed.add('one "quoted"', 'expected 1,\ngot \u00002');
  mixed.skip('two', 'not here');
  return [good, mixed];
}

test('a failed row says why below it', () => {
  const [, mixed] = records();
  const lines = stripVTControlCharacters(prettyResults(mixed as Results)).split('\n');
  expect(lines.slice(1)).toEqual(['  ✗ one "quoted"', '      expected 1,', '      got \u00002', '  - two', '      not here', '']);
});

test('the summary ends with the counts', () => {
  const lines = stripVTControlCharacters(prettySummary(records())).split('\n');
  expect(lines[0]).toMatch(/^✓ All is well {4}1 of {3}1 held/);
  expect(lines[1]).toMatch(/^✗ Some is not {4}0 of {3}2 held/);
  expect(lines.at(-1)).toBe('1 passed, 1 failed, 1 skipped');
});

test('JSON holds every row', () => {
  const { scenarios } = JSON.parse(jsonReport(records()));
  expect(
    scenarios.map(({ name, rows }: { name: string; rows: { outcome: string }[] }) => [name, rows.map(({ outcome }) => outcome)]),
  ).toEqual([
    ['good', ['held']],
    ['mixed', ['failed', 'skipped']],
  ]);
});

test('JUnit counts and escapes', () => {
  const xml = junitReport(records()).replace(/time="[\d.]+"/g, 'time="0"');
  expect(xml).toContain('<testcase classname="good" name="a &lt; b" time="0"/>');
  expect(xml).toContain('<testsuite name="mixed" tests="2" failures="1" skipped="1" time="0">');
  expect(xml).toContain('name="one &quot;quoted&quot;" time="0"><failure message="expected 1,&#10;got �2"/></testcase>');
  expect(xml).toContain('<skipped message="not here"/>');
});
