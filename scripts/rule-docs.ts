import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allRules } from '../lib/check/all-rules';
import { pageOf, paragraphOf } from '../lib/check/pages';
import { originText, retiredCodes } from '../lib/check/provenance';
import type { Rule } from '../lib/check/rule';

/** `npm run rules`: `docs/rules` from the rules' own pages, a page a code. */
const folder = join(__dirname, '..', 'docs', 'rules');

/** Every file of `docs/rules` by its name. */
export function ruleDocs(): Map<string, string> {
  const byCode = new Map<string, Rule[]>();
  for (const rule of allRules) byCode.set(rule.code, [...(byCode.get(rule.code) ?? []), rule]);
  const pages = [...byCode].map(
    ([code, rules]) => [`${code}.md`, rules.map((rule) => `${pageOf(rule)}\n${originText(rule)}\n`).join('\n')] as const,
  );
  return new Map([['README.md', index([...byCode.values()])], ['retired.md', retired()], ...pages]);
}

function index(groups: readonly Rule[][]): string {
  const families = [
    ["Istio's own", 'IST', 'Rules of `istioctl analyze` and of istiod’s webhook, under Istio’s codes.'],
    ['Kiali', 'KIA', 'Rules that only Kiali had, under its codes.'],
    ['Beyond both', 'MESH', 'What neither finds, and what keeps manifests from being read or applied.'],
  ] as const;
  const sections = families.map(([title, prefix, about]) => {
    const rows = groups.filter(([first]) => first?.code.startsWith(prefix)).flatMap((rules) => rules.map(row));
    return `## ${title}\n\n${about}\n\n| code | rule | level | what |\n|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Rules\n\n${intro}\n\n${sections.join('\n')}`;
}

function retired(): string {
  const rows = retiredCodes.map(({ code, since, instead }) => `| ${code} | ${since} | ${instead} |`);
  return `# Retired codes\n\nNo rule has these codes any more, and none will.\n\n| code | retired in | instead |\n|---|---|---|\n${rows.join('\n')}\n`;
}

const intro = `\`mesh check\` knows ${allRules.length} rules. Each page says what a rule finds, why it matters and how to put it right, with YAML that the
tests run; \`mesh explain CODE\` prints it. This folder is made from the pages beside the rules: \`npm run rules\`. [Retired codes](retired.md) say what took their place.`;

function row(rule: Rule): string {
  return `| [${rule.code}](${rule.code}.md) | ${rule.name} | ${rule.level} | ${paragraphOf(rule, 'What').replaceAll('|', '\\|')} |`;
}

if (require.main === module) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of ruleDocs()) writeFileSync(join(folder, name), text);
}
