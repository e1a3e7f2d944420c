import type { Finding } from '../check/finding';
import type { Level } from '../diagnostic';
import type { Report } from './report';

const commands: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** Annotations of a pull request: what GitHub Actions makes of these lines on stdout. */
export function renderGithub({ findings }: Report): string {
  return findings.map((finding) => `${annotation(finding)}\n`).join('');
}

function annotation(finding: Finding): string {
  const { code, rule, level, position, message, why, fix } = finding;
  const place = position ? { file: position.file, line: position.line, col: position.column } : {};
  const properties = Object.entries({ ...place, title: `${code} ${rule}` }).map(
    ([key, value]) => `${key}=${escapeProperty(String(value))}`,
  );
  const text = [message, why && `why: ${why}`, fix && `fix: ${fix}`].filter(Boolean).join('\n');
  return `::${commands[level]} ${properties.join(',')}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
