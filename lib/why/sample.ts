/** A text that a regular expression of the usual forms takes: the first alternative, one of each repetition. */
export function sampleOf(regex: string): string {
  let text = regex.replace(/^\(\?[a-z]+\)/, '');
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/\((?:\?(?:[a-z]*:|P?<\w+>))?([^()|]*)(?:\|[^()]*)?\)(?:[*+?]|\{[^}]*\})?\??/, (_all, first: string) => first);
  }
  return (text.split('|')[0] ?? '')
    .replace(/\[(\^?)(\\?.)[^\]]*\](?:[*+?]|\{(\d+)[^}]*\})?\??/g, (_all, not: string, first: string, times = '1') =>
      (not ? 'a' : literal(first)).repeat(Number(times)),
    )
    .replace(/(\\.|\.)(?:[*+?]|\{(\d+)[^}]*\})?\??/g, (_all, token: string, times = '1') => literal(token).repeat(Number(times)))
    .replace(/[\^$]/g, '')
    .replace(/([^\\])[*+?]/g, '$1');
}

const classes: Readonly<Record<string, string>> = {
  '\\d': '1',
  '\\w': 'a',
  '\\s': ' ',
  '\\D': 'a',
  '\\W': '-',
  '\\S': 'a',
  '\\b': '',
  '.': 'x',
};

function literal(token: string): string {
  return classes[token] ?? token.replace(/^\\/, '');
}
