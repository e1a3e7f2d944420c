import { covers, isWildcard } from '../istio/hosts';
import { allOf, anyOf, type Expression, holds } from '../requests/classes/expression';
import { policyAtom, policyPathAtom } from '../requests/classes/string-atoms';
import type { Entry } from '../requests/entries';
import { withoutPort } from '../route/request/request';
import { closest } from '../text';
import { type Effect, effects } from './change';

/** What may differ: effects such as `changes-way`, hosts such as `*.example.com`, paths such as `shop.example.com/beta*`. */
export class Exceptions {
  private readonly effects = new Set<string>();
  private readonly requests: { readonly host: string; readonly path?: string }[] = [];

  /** @throws RangeError for what is neither an effect nor a host */
  constructor(texts: readonly string[]) {
    for (const text of texts) {
      if (text in effects) this.effects.add(text);
      else this.requests.push(requestsOf(text));
    }
  }

  /** May changes with this effect be there? */
  allows(effect: Effect): boolean {
    return this.effects.has(effect);
  }

  /** The requests of an entry that may be answered otherwise. */
  of({ pattern, host }: Entry): Expression {
    const port = (host ?? '').slice(withoutPort(host ?? '').length);
    const parts = this.requests.map((excepted): Expression => {
      const path = excepted.path === undefined || holds(policyPathAtom(excepted.path));
      if (covers(excepted.host, pattern)) return path;
      if (!isWildcard(pattern) || !covers(pattern, excepted.host)) return false;
      return allOf([holds(policyAtom('authority', `${excepted.host}${port}`, { ignoreCase: true })), path]);
    });
    return parts.includes(true) ? true : anyOf(parts);
  }
}

function requestsOf(text: string): { host: string; path?: string } {
  const url = text.replace(/^https?:\/\//, '');
  const slash = url.indexOf('/');
  const host = withoutPort(slash < 0 ? url : url.slice(0, slash)).toLowerCase();
  if (host !== '*' && !host.includes('.')) {
    const near = closest(text, Object.keys(effects));
    throw new RangeError(
      `\`${text}\` is neither an effect nor a host with a dot${near ? `; did you mean \`${near}\`?` : ', such as `shop.example.com/beta*`'}`,
    );
  }
  const path = slash < 0 ? undefined : url.slice(slash);
  return path === undefined || path === '/*' ? { host } : { host, path };
}
