import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const fromAndToApart = rule({
  code: 'MESH037',
  name: 'from-and-to-apart',
  level: 'info',
  kinds: [kinds.AuthorizationPolicy],
  check({ spec }) {
    const rules = spec.at('rules').items;
    const has = (name: string) => rules.filter((entry) => entry.entries.length === 1 && entry.at(name).exists);
    const [from, to] = [has('from'), has('to')];
    const [second] = to;
    if (from.length === 0 || second === undefined || from.length + to.length !== rules.length) return [];
    return [
      second.at('to').finding({
        message: 'callers and operations are in separate rules, of which one suffices',
        why: 'rules of a policy are alternatives: these callers may do anything, and anybody may do this',
        fix: 'put `from` and `to` into one rule, without the second dash',
      }),
    ];
  },
});
