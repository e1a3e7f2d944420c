import type { Finding } from '../check/finding';
import type { Level } from '../diagnostic';
import { visible } from '../visible';
import { capped, type Report } from './report';

const commands: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** Annotations of a pull request: what GitHub Actions makes of these lines on stdout. */
export function renderGithub({ findings, locate = (file) => file }: Report): string {
  const { shown, more } = capped(findings);
  const counted = [...more].map(
    ([rule, count]) => `::notice title=${escapeProperty(rule)}::${count} more findings of ${escapeData(rule)}\n`,
  );
  return [...shown.map((finding) => `${annotation(finding, locate)}\n`), ...counted].join('');
}

function annotation(finding: Finding, locate: (file: string) => string | undefined): string {
  const { code, rule, level, position, message, why, fix } = finding;
  const file = position && locate(position.file);
  const place = position && file !== undefined ? { file, line: position.line, col: position.column } : {};
  const properties = Object.entries({ ...place, title: `${code} ${rule}` }).map(
    ([key, value]) => `${key}=${escapeProperty(String(value))}`,
  );
  const text = [message, why && `why: ${why}`, fix && `fix: ${fix}`].filter(Boolean).join('\n');
  return `::${commands[level]} ${properties.join(',')}::${escapeData(text)}`;
}

/** Line breaks as GitHub wants them; whatever else a terminal would obey is shown. */
function escapeData(text: string): string {
  return visible(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
