import { rule } from '../../rule';

/** What cannot be read cannot be judged: reading itself tells, see `check` in `run.ts`. */
export const unreadable = rule({
  code: 'MESH100',
  name: 'unreadable',
  level: 'error',
  kinds: [],
  check: () => [],
});
