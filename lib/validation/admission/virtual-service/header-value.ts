/** What the reader of a header value expects next. */
type State = 'text' | 'name' | 'arguments' | 'delimiter' | 'string' | 'in string' | 'closing' | 'percent';

/** After one character: the next state, the state after skipping one more, or what is wrong. */
type Result = State | { readonly skipTo: State } | { readonly problem: string };

type Step = (character: string, next: string | undefined) => Result;

const isSpace = (character: string) => character === ' ';

/** How Envoy reads `%VARIABLE%` and `%VARIABLE(["a", "b"])%`. Source: Envoy `source/common/router/header_parser.cc`. */
const steps: Readonly<Record<State, Step>> = {
  text(character, next) {
    if (character !== '%') return 'text';
    if (next === undefined) return { problem: 'a single `%` ends it' };
    return next === '%' ? { skipTo: 'text' } : 'name';
  },
  name: (character) => (character === '%' ? 'text' : character === '(' ? 'arguments' : 'name'),
  arguments: (character) => (character === '[' ? 'string' : isSpace(character) ? 'arguments' : 'in string'),
  delimiter(character) {
    if (character === ',') return 'string';
    if (character === ']') return 'closing';
    return isSpace(character) ? 'delimiter' : { problem: '`,` or `]` is expected after an argument' };
  },
  string: (character) => (character === '"' ? 'in string' : isSpace(character) ? 'string' : { problem: 'an argument must start with `"`' }),
  'in string'(character, next) {
    if (character === '\\') return next === undefined ? { problem: 'a backslash ends it' } : { skipTo: 'in string' };
    if (character === ')') return 'percent';
    return character === '"' ? 'delimiter' : 'in string';
  },
  closing: (character) =>
    character === ')' ? 'percent' : isSpace(character) ? 'closing' : { problem: '`)` is expected after the arguments' },
  percent: (character) => (character === '%' ? 'text' : isSpace(character) ? 'percent' : { problem: '`%` is expected after a variable' }),
};

/** What is wrong with the value of a header that Envoy is to add; undefined when nothing is. */
export function headerValueProblem(value: string): string | undefined {
  if (hasControlCharacter(value)) return 'it has a control character';
  let state: State = 'text';
  for (let at = 0; at < value.length; at++) {
    const result: Result = steps[state](value.charAt(at), value[at + 1]);
    if (typeof result === 'string') {
      state = result;
    } else if ('skipTo' in result) {
      at++;
      state = result.skipTo;
    } else {
      return result.problem;
    }
  }
  return state === 'text' ? undefined : 'a variable does not end';
}

/** Any but the tab. */
function hasControlCharacter(value: string): boolean {
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if ((code < 0x20 && code !== 9) || code === 0x7f) return true;
  }
  return false;
}
