import { istioKinds } from '../kinds';
import { rule } from '../rule';
import { admissionComplaints } from '../violations';

export const webhookWarning = rule({
  code: 'IST0133',
  name: 'webhook-warning',
  level: 'warning',
  kinds: istioKinds,
  check: ({ object }) => admissionComplaints(object, 'IST0133'),
});
