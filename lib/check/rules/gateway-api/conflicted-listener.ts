import { rule } from '../../rule';
import { listening, statusCheck } from './shared/status-check';

export const conflictedListener = rule({
  code: 'MESH210',
  name: 'conflicted-listener',
  level: 'error',
  kinds: listening,
  check: statusCheck('Conflicted', { why: 'the earlier listener stays, this one is not opened', fix: 'use another port or hostname' }),
});
