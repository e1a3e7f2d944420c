import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

const methods = 'GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH'.split(' ');

export const unknownHttpMethod = rule({
  code: 'KIA0102',
  name: 'unknown-http-method',
  level: 'warning',
  kinds: [kinds.AuthorizationPolicy],
  check: ({ spec }) =>
    spec
      .at('rules')
      .items.flatMap((entry) => entry.at('to').items.map((to) => to.at('operation')))
      .flatMap((operation) => [...operation.at('methods').items, ...operation.at('notMethods').items])
      // A gRPC method is a path, and is written as one.
      .filter(({ text }) => text !== '' && !text.startsWith('/') && !methods.some((method) => fits(text, method)))
      .map((method) =>
        method.finding({
          message: `\`${method.text}\` is no method of HTTP`,
          why: 'methods are compared with their case, and no request has this one',
          fix: methods.includes(method.text.toUpperCase()) ? method.text.toUpperCase() : undefined,
        }),
      ),
});

/** A `*` at either end stands for any text. */
function fits(pattern: string, method: string): boolean {
  if (pattern.startsWith('*')) return method.endsWith(pattern.slice(1));
  if (pattern.endsWith('*')) return method.startsWith(pattern.slice(0, -1));
  return pattern === method;
}
