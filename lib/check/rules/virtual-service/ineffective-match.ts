import { istioKinds } from '../../../istio/kinds';
import { admissionComplaints } from '../../../validation/violations';
import { rule } from '../../rule';

export const ineffectiveMatch = rule({
  code: 'IST0131',
  name: 'ineffective-match',
  level: 'info',
  kinds: istioKinds,
  check: ({ object }) => admissionComplaints(object, 'IST0131'),
});
