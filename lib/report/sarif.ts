import { allRules } from '../check/all-rules';
import { type Finding, formatPath } from '../check/finding';
import { paragraphOf } from '../check/pages';
import type { Rule } from '../check/rule';
import type { Level } from '../diagnostic';
import type { Report } from './report';

const levels: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0, which code hosts show as annotations in a pull request. */
export function renderSarif({ findings }: Report): string {
  const names = new Set(findings.map(({ rule }) => rule));
  const rules = allRules.filter((rule) => names.has(rule.name));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      { tool: { driver: { name: 'mesh', rules: rules.map(sarifRule) } }, results: findings.map(result), columnKind: 'utf16CodeUnits' },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const ruleId = (code: string, name: string): string => `${code}/${name}`;

function sarifRule(rule: Rule) {
  return {
    id: ruleId(rule.code, rule.name),
    name: rule.name,
    shortDescription: { text: paragraphOf(rule, 'What') },
    fullDescription: { text: paragraphOf(rule, 'Why') },
    help: { text: paragraphOf(rule, 'Fix') },
    defaultConfiguration: { level: levels[rule.level] },
  };
}

function result({ code, rule, level, position, path, object, message, why, fix }: Finding) {
  const text = [message, why && `Why: ${why}`, fix && `Fix: ${fix}`].filter(Boolean).join('\n');
  const region = position && { startLine: position.line, startColumn: position.column };
  return {
    ruleId: ruleId(code, rule),
    level: levels[level],
    message: { text },
    locations: [
      {
        ...(position && { physicalLocation: { artifactLocation: { uri: uriOf(position.file) }, region } }),
        ...(object && {
          logicalLocations: [
            {
              kind: 'object',
              fullyQualifiedName: `${object.kind} ${object.namespace ?? 'default'}/${object.name} ${formatPath(path)}`.trim(),
            },
          ],
        }),
      },
    ],
  };
}

function uriOf(file: string): string {
  return file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
}
