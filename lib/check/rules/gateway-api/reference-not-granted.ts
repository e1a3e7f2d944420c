import { rule } from '../../rule';
import { listening, routes, statusCheck } from './shared/status-check';

export const referenceNotGranted = rule({
  code: 'MESH200',
  name: 'reference-not-granted',
  level: 'warning',
  kinds: [...routes, ...listening],
  closedWorld: true,
  check: statusCheck('RefNotPermitted', {
    why: 'a backend that may not be used answers 500, a listener without its certificate is not opened',
    fix: 'add a ReferenceGrant in the namespace of what is referred to',
  }),
});
