import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseManifests } from '../manifest/parse-manifests';
import { memo } from '../memo';
import { allRules } from './all-rules';
import { type Finding, formatPath } from './finding';
import { pageOf, paragraphOf } from './pages';
import { originText, provenanceOf, retiredCodes } from './provenance';
import type { Rule } from './rule';
import { check } from './run';

interface Example {
  readonly kind: 'valid' | 'invalid' | 'other-cluster';
  readonly yaml: string;
  /** What it shows; empty for those of the page itself. */
  readonly title: string;
}

/** What stands under each heading of `cases/`, by the name of the rule: where a rule begins and ends, which would be too long for its page. */
const casesByRule = new Map(
  readdirSync(join(__dirname, 'cases')).flatMap((file) =>
    readFileSync(join(__dirname, 'cases', file), 'utf8')
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.split('\n', 1)[0] ?? '', section] as const),
  ),
);

const examplesOf = memo((rule: Rule): readonly Example[] => [
  ...examplesIn(pageOf(rule)).map((example) => ({ ...example, title: '' })),
  ...examplesIn(casesByRule.get(rule.name) ?? ''),
]);

function examplesIn(text: string): Example[] {
  const blocks = text.matchAll(/(?:^(.*)\n\n)?^```yaml (valid|invalid|other-cluster)\n([\s\S]*?)^```$/gm);
  return [...blocks].map(([, title = '', kind, yaml = '']) => ({ kind: kind as Example['kind'], yaml, title }));
}

function namedExamples(rule: Rule, kind: Example['kind']): (readonly [string, Example])[] {
  const examples = examplesOf(rule).filter((example) => example.kind === kind);
  return examples.map((example) => [example.title === '' ? 'its page' : `the case “${example.title}”`, example]);
}

/** Lines that a page marks with `# expected here`. */
function expectedLines(yaml: string): number[] {
  return yaml.split('\n').flatMap((line, index) => (/#\s*expected here/.test(line) ? [index + 1] : []));
}

const known = new Map<string, readonly Finding[]>();

function allFindingsOf(rule: Rule, yaml: string): readonly Finding[] {
  const before = known.get(yaml);
  if (before) return before;
  const found = check(parseManifests(yaml, 'page.yaml'), { otherClusters: otherClustersOf(rule) });
  known.set(yaml, found);
  return found;
}

const otherClustersOf = memo((rule: Rule) => {
  const others = examplesOf(rule).filter(({ kind }) => kind === 'other-cluster');
  return others.map((other) => parseManifests(other.yaml, 'other.yaml').manifests);
});

/** The places of what a rule leaves undecided where the input is only a part of what runs in the cluster. */
function undecidedOf(rule: Rule, yaml: string): ReadonlySet<string> {
  const found = check(parseManifests(yaml, 'page.yaml'), { rules: [rule], otherClusters: otherClustersOf(rule), partial: true });
  return new Set(found.filter(({ message }) => message.startsWith('undecided: ')).map(({ path }) => formatPath(path)));
}

function findingsOf(rule: Rule, yaml: string): readonly Finding[] {
  return allFindingsOf(rule, yaml).filter((finding) => finding.rule === rule.name);
}

/** What one example of a page leads to: findings of the page's own rule word for word, those of others by place and code. */
function reportOf(rule: Rule, { kind, yaml, title }: Example): string {
  const undecided = kind === 'invalid' ? undecidedOf(rule, yaml) : new Set();
  const lines = allFindingsOf(rule, yaml).flatMap((finding) => {
    const { level, code, path, position, message, why, fix, repair } = finding;
    const place = `${position?.line ?? 0}:${position?.column ?? 0} ${level} ${code}`;
    if (finding.rule !== rule.name) return [`${place} ${finding.rule}`];
    return [
      `${place} ${formatPath(path)}: ${message}`,
      ...(why === undefined ? [] : [`  why: ${why}`]),
      ...(fix === undefined ? [] : [`  fix: ${fix}`]),
      ...(repair === undefined ? [] : [`  --fix: ${JSON.stringify(repair)}`]),
      ...(undecided.has(formatPath(path)) ? ['  --partial: undecided'] : []),
    ];
  });
  return [`${[kind, title].filter(Boolean).join(', ')}:`, ...lines.map((line) => `  ${line}`)].join('\n');
}

describe('the table of rules', () => {
  test('every rule has its own name, and its file and page are called by it', () => {
    const names = allRules.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const files = readdirSync(join(__dirname, 'rules'), { recursive: true, encoding: 'utf8' });
    const ofRules = files.filter((file) => !file.includes('/shared/') && !file.endsWith('.test.ts'));
    const called = (extension: string) => ofRules.filter((file) => file.endsWith(extension)).map((file) => basename(file, extension));
    expect(called('.md').sort()).toEqual([...names].sort());
    expect(called('.ts').sort()).toEqual([...names].sort());
  });

  test('every case is under the name of a rule', () => {
    const names = new Set(allRules.map(({ name }) => name));
    expect([...casesByRule.keys()].filter((name) => !names.has(name))).toEqual([]);
  });

  test('no rule has a retired code', () => {
    const codes = new Set(allRules.map(({ code }) => code));
    expect(retiredCodes.filter(({ code }) => codes.has(code))).toEqual([]);
  });

  test.each([
    ['unknown-subset', 'Source: Istio, https://istio.io/latest/docs/reference/config/analysis/ist0101/.'],
    ['repeated-destination', 'Source: Kiali, https://kiali.io/docs/features/validations/#kia1105.'],
    ['impossible-match', 'Source: meshwright.'],
    ['port-name', '/ist0118/. `mesh check --fix` mends it where one change is safe.'],
  ])('where %s comes from, and since when', (name, text) => {
    const rule = allRules.find((each) => each.name === name);
    expect(rule && originText(rule).endsWith(text)).toBe(true);
    expect(rule && originText(rule)).toMatch(/^Since 0\.1\.0\. Source: /);
    expect(rule && provenanceOf(rule).since).toBe('0.1.0');
  });

  test('numbers of this project’s own are given out one after the other, and never again', () => {
    const codes = new Set([...allRules, ...retiredCodes].map(({ code }) => code));
    const ours = [...codes].filter((code) => code.startsWith('MESH')).map((code) => Number(code.slice(4)));
    for (const [from, to] of [
      [1, 99],
      [100, 109],
      [200, 219],
    ] as const) {
      const numbers = ours.filter((number) => number >= from && number <= to);
      expect([...numbers].sort((one, other) => one - other)).toEqual(Array.from({ length: numbers.length }, (_, index) => from + index));
    }
  });

  test('codes are Istio’s, Kiali’s or ours, and rules stand in their order', () => {
    const codes = allRules.map(({ code }) => code);
    for (const code of codes) expect(code).toMatch(/^(IST\d{4}|KIA\d{4}|MESH\d{3})$/);
    expect(codes).toEqual([...codes].sort());
  });
});

describe.each(allRules.map((rule) => [rule.name, rule] as const))('%s', (_name, rule) => {
  test('has a page with its code and level, message, why, fix, and YAML both ways', () => {
    expect(pageOf(rule).split('\n')[0]).toBe(`# ${rule.name} (${rule.code}, ${rule.level})`);
    for (const word of ['What', 'Why', 'Fix'] as const) expect(paragraphOf(rule, word)).not.toBe('');
    expect(examplesOf(rule).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['valid', 'invalid']));
  });

  test.each(namedExamples(rule, 'invalid'))('finds what %s says is invalid, at its place', (_where, { yaml }) => {
    const lines = findingsOf(rule, yaml).map(({ position }) => position?.line);
    expect(lines.length).toBeGreaterThan(0);
    expect([...new Set(lines)]).toEqual(expectedLines(yaml));
  });

  test('says whether `--fix` mends what it finds', () => {
    const invalid = examplesOf(rule).filter(({ kind }) => kind === 'invalid');
    const mended = invalid.some(({ yaml }) => findingsOf(rule, yaml).some(({ repair }) => repair !== undefined));
    expect(rule.fixable ?? false).toBe(mended);
  });

  test.each(namedExamples(rule, 'valid'))('keeps silent about what %s says is valid', (_where, { yaml }) => {
    expect(findingsOf(rule, yaml)).toEqual([]);
  });

  test('reports what its page shows, word for word', () => {
    const examples = examplesOf(rule).filter(({ kind }) => kind !== 'other-cluster');
    expect(examples.map((example) => reportOf(rule, example)).join('\n')).toMatchSnapshot();
  });
});
