import { type Finding, formatPath } from '../check/finding';
import { countByLevel, type Report } from './report';

/** The report for machines: the same fields for every finding, `null` where nothing is known. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(jsonReport(report), null, 2)}\n`;
}

/** The report as one value. */
export function jsonReport({ findings, objects, unknownKinds = new Map() }: Report) {
  const { error, warning, info } = countByLevel(findings);
  const withoutSchema = unknownKinds.size === 0 ? {} : { withoutSchema: Object.fromEntries(unknownKinds) };
  return { findings: findings.map(jsonFinding), summary: { errors: error, warnings: warning, infos: info, objects, ...withoutSchema } };
}

function jsonFinding({ code, level, rule, object, path, position, message, why, fix }: Finding) {
  return {
    code,
    level,
    rule,
    object: object ? { kind: object.kind, namespace: object.namespace ?? null, name: object.name } : null,
    path: formatPath(path),
    file: position?.file ?? null,
    line: position?.line ?? null,
    column: position?.column ?? null,
    message,
    why: why ?? null,
    fix: fix ?? null,
  };
}
