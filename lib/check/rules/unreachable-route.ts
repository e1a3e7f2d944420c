import { istioKinds } from '../kinds';
import { rule } from '../rule';
import { admissionComplaints } from '../violations';

export const unreachableRoute = rule({
  code: 'IST0130',
  name: 'unreachable-route',
  level: 'warning',
  kinds: istioKinds,
  check: ({ object }) => admissionComplaints(object, 'IST0130'),
});
