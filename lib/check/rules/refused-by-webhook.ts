import { istioKinds } from '../kinds';
import { rule } from '../rule';
import { admissionComplaints } from '../violations';

export const refusedByWebhook = rule({
  code: 'IST0106',
  name: 'refused-by-webhook',
  level: 'error',
  kinds: istioKinds,
  check: ({ object }) => admissionComplaints(object, 'IST0106'),
});
