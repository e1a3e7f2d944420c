import { istioKinds } from '../../../istio/kinds';
import { admissionComplaints } from '../../../validation/violations';
import { rule } from '../../rule';

export const unreachableRoute = rule({
  code: 'IST0130',
  name: 'unreachable-route',
  level: 'warning',
  kinds: istioKinds,
  check: ({ object }) => admissionComplaints(object, 'IST0130'),
});
