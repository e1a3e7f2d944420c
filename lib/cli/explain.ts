import { allRules } from '../check/all-rules';
import { pageOf } from '../check/pages';
import { originText, retiredCodes } from '../check/provenance';
import { closest } from '../text';
import { CannotRun, type Verb } from './verb';

/** `mesh explain`: the page of a rule, or of all rules that share a code. */
export const explainVerb: Verb = {
  configure(command) {
    command.argument('[code]', 'the code or the name of a rule, such as IST0101 or unknown-gateway');
  },
  run(command, io) {
    const asked = command.args[0];
    if (asked === undefined) throw new CannotRun('the code or name of a rule is needed', 'mesh rules lists them');
    const found = allRules.filter(({ code, name }) => code.toLowerCase() === asked.toLowerCase() || name === asked);
    const retired = retiredCodes.find(({ code }) => code.toLowerCase() === asked.toLowerCase());
    if (retired) {
      io.out(`${retired.code} was retired in ${retired.since}. ${retired.instead}\n`);
      return 0;
    }
    if (found.length === 0) {
      const nearest = closest(
        asked,
        allRules.flatMap(({ code, name }) => [code, name]),
      );
      throw new CannotRun(`no rule has the code or name \`${asked}\``, nearest ? `mesh explain ${nearest}` : 'mesh rules lists them');
    }
    io.out(found.map((rule) => `${pageOf(rule)}\n${originText(rule)}\n`).join('\n'));
    return 0;
  },
};
