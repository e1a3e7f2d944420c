import type { Results, Row } from './results';

/** The all for a program to read. */
export function jsonReport(all: readonly Results[]): string {
  const scenarios = all.map(({ name, title, seconds, rows }) => ({
    name,
    title,
    seconds: round(seconds),
    rows: rows.map((row) => ({ ...row, seconds: round(row.seconds) })),
  }));
  return `${JSON.stringify({ scenarios }, undefined, 2)}\n`;
}

/** The all as JUnit XML, which CI systems show: a suite a scenario, a case a row. */
export function junitReport(all: readonly Results[]): string {
  const suites = all.map(({ name, seconds, rows }) => {
    const failures = rows.filter(({ outcome }) => outcome === 'failed').length;
    const skipped = rows.filter(({ outcome }) => outcome === 'skipped').length;
    const attributes = `name="${escapeXml(name)}" tests="${rows.length}" failures="${failures}" skipped="${skipped}" time="${round(seconds)}"`;
    return `  <testsuite ${attributes}>\n${rows.map((row) => testCase(name, row)).join('')}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
}

function testCase(suite: string, { name, outcome, detail = '', seconds }: Row): string {
  const open = `    <testcase classname="${escapeXml(suite)}" name="${escapeXml(name)}" time="${round(seconds)}"`;
  if (outcome === 'held') return `${open}/>\n`;
  const element = outcome === 'failed' ? 'failure' : 'skipped';
  return `${open}><${element} message="${escapeXml(detail)}"/></testcase>\n`;
}

function escapeXml(text: string): string {
  const names: Readonly<{ [character: string]: string }> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    '\n': '&#10;',
    '\t': '&#9;',
  };
  // Other control characters have no form in XML at all.
  return text.replace(/[&<>"\n\t]/g, (character) => names[character] ?? '').replace(/[^\P{Cc}\n\t]/gu, '�');
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
