import { createHash } from 'node:crypto';
import { allRules } from '../check/all-rules';
import { type Finding, formatPath } from '../check/finding';
import { paragraphOf } from '../check/pages';
import type { Rule } from '../check/rule';
import type { Level } from '../diagnostic';
import type { Report } from './report';

const levels: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0, which code hosts show as annotations in a pull request. */
export function renderSarif({ findings, version, locate = (file) => file }: Report): string {
  const names = new Set(findings.map(({ rule }) => rule));
  const rules = allRules.filter((rule) => names.has(rule.name));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'mesh', ...(version === undefined ? {} : { version }), rules: rules.map(sarifRule) } },
        results: findings.map((finding) => result(finding, locate)),
        columnKind: 'utf16CodeUnits',
      },
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

/** What the finding is about, whatever line it moves to: code hosts recognize it by this. */
function fingerprint({ code, rule, object, path, message }: Finding): string {
  const identity = [code, rule, object?.kind, object?.namespace, object?.name, formatPath(path), message];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex');
}

function result(finding: Finding, locate: (file: string) => string | undefined) {
  const { code, rule, level, position, path, object, message, why, fix } = finding;
  const file = position && locate(position.file);
  const text = [message, why && `Why: ${why}`, fix && `Fix: ${fix}`].filter(Boolean).join('\n');
  const region = position && { startLine: position.line, startColumn: position.column };
  return {
    ruleId: ruleId(code, rule),
    level: levels[level],
    message: { text },
    partialFingerprints: { 'mesh/v1': fingerprint(finding) },
    locations: [
      {
        ...(position && { physicalLocation: { artifactLocation: { uri: uriOf(file ?? 'stdin') }, region } }),
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
