import type { Attributes } from './attributes';

/** Does something hold? `undefined`: the manifests and the request as asked do not say. */
export type Answer = boolean | undefined;

/** A condition on what a proxy sees. */
export type Matcher = (attributes: Attributes) => Answer;

export const always: Matcher = () => true;
export const never: Matcher = () => false;

/** Holds when all do: one that does not decides, whatever is unknown beside it. */
export function allOf(matchers: readonly Matcher[]): Matcher {
  const [only, ...others] = matchers;
  if (only === undefined) return always;
  if (others.length === 0) return only;
  return (attributes) => {
    let answer: Answer = true;
    for (const matcher of matchers) {
      const one = matcher(attributes);
      if (one === false) return false;
      if (one === undefined) answer = undefined;
    }
    return answer;
  };
}

/** Holds when any does. */
export function anyOf(matchers: readonly Matcher[]): Matcher {
  const [only, ...others] = matchers;
  if (only === undefined) return never;
  if (others.length === 0) return only;
  return (attributes) => {
    let answer: Answer = false;
    for (const matcher of matchers) {
      const one = matcher(attributes);
      if (one === true) return true;
      if (one === undefined) answer = undefined;
    }
    return answer;
  };
}

export function not(matcher: Matcher): Matcher {
  return (attributes) => {
    const answer = matcher(attributes);
    return answer === undefined ? undefined : !answer;
  };
}
