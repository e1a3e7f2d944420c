import { kinds } from '../../../istio/kinds';
import type { FieldReader } from '../../../manifest/field';
import { isTold } from '../../../validation/violations';
import { rule } from '../../rule';
import { CoveringMatches } from './shared/covering-matches';

export const shadowedRoute = rule({
  code: 'MESH011',
  name: 'shadowed-route',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check({ object, spec }) {
    const rules = spec.at('http').items;
    const earlier = new CoveringMatches();
    return rules.flatMap((http, index) => {
      const matches = matchesOf(http);
      const covering = matches.map((match) => earlier.covering(match));
      for (const match of matches) earlier.add(match, index);
      const [first] = covering;
      if (!first || covering.includes(undefined) || isTold(object, http.path)) return [];
      return [
        http.at('match').finding({
          message: `rule ${index + 1}${nameOf(http)} is never used: rule ${first.place + 1}${nameOf(rules[first.place])} takes all its requests`,
          why: 'Istio takes the first rule that matches; an exact path has no precedence over an earlier prefix',
          fix: `move it before rule ${first.place + 1}`,
        }),
      ];
    });
  },
});

function matchesOf(http: FieldReader): readonly (FieldReader | undefined)[] {
  const matches = http.at('match').items;
  return matches.length === 0 ? [undefined] : matches;
}

function nameOf(http: FieldReader | undefined): string {
  const name = http?.at('name').text ?? '';
  return name === '' ? '' : ` (\`${name}\`)`;
}
