import { istioKinds } from '../kinds';
import { rule } from '../rule';
import { admissionComplaints } from '../violations';

export const ineffectiveMatch = rule({
  code: 'IST0131',
  name: 'ineffective-match',
  level: 'info',
  kinds: istioKinds,
  check: ({ object }) => admissionComplaints(object, 'IST0131'),
});
