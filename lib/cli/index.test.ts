import { main } from './index';
import type { Io } from './verb';

function record(): Io & { text: { out: string; err: string } } {
  const text = { out: '', err: '' };
  const add = (stream: 'out' | 'err') => (more: string) => {
    text[stream] += more;
  };
  return { text, out: add('out'), err: add('err'), stdin: () => Buffer.from(''), isTerminal: false, colour: false };
}

test.each([
  [['--help'], 0, /Usage: mesh/],
  [['--version'], 0, /^\d+\.\d+\.\d+\n$/],
])('%j exits %i and answers on stdout', async (argv, code, expected) => {
  const io = record();
  expect(await main(argv, io)).toBe(code);
  expect(io.text.out).toMatch(expected);
  expect(io.text.err).toBe('');
});

test.each([[['nonsense']], [['--nonsense']]])('%j could not run: exit 2, the reason on stderr, nothing on stdout', async (argv) => {
  const io = record();
  expect(await main(argv, io)).toBe(2);
  expect(io.text.err).toMatch(/^error: unknown (command|option) '-*nonsense'/);
  expect(io.text.out).toBe('');
});
