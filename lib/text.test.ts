import { closest } from './text';

describe('closest', () => {
  test.each([
    ['ingresgateway', ['ingressgateway', 'egressgateway'], 'ingressgateway'],
    ['v3', ['v1', 'v2'], 'v1'],
    ['sver', ['serv', 'svre'], 'svre'],
    ['User', ['user'], 'user'],
    ['product', ['user'], undefined],
    ['a', ['b', 'abc'], undefined],
    ['', ['a'], undefined],
  ])('%j among %j is %j', (word, candidates, expected) => {
    expect(closest(word, candidates)).toBe(expected);
  });
});
