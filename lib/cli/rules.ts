import { allRules } from '../check/all-rules';
import { paragraphOf } from '../check/pages';
import { provenanceOf } from '../check/provenance';
import type { Verb } from './verb';

/** `mesh rules`: every rule with its code, level and what it finds. */
export const rulesVerb: Verb = {
  configure(command) {
    command.option('--json', 'answer in JSON', false);
  },
  run(command, io) {
    const rules = [...allRules]
      .sort((one, other) => (one.code === other.code ? (one.name < other.name ? -1 : 1) : one.code < other.code ? -1 : 1))
      .map((rule) => ({
        code: rule.code,
        level: rule.level,
        name: rule.name,
        ...provenanceOf(rule),
        fixable: rule.fixable ?? false,
        what: paragraphOf(rule, 'What').replace(/\s+/g, ' ').trim(),
      }));
    if (command.opts<{ json: boolean }>().json) io.out(`${JSON.stringify(rules, null, 2)}\n`);
    else for (const { code, level, name, what } of rules) io.out(`${code}  ${level.padEnd(7)}  ${name}: ${what}\n`);
    return 0;
  },
};
