import { istioKinds } from '../../../istio/kinds';
import { admissionComplaints } from '../../../validation/violations';
import { rule } from '../../rule';

export const refusedByWebhook = rule({
  code: 'IST0106',
  name: 'refused-by-webhook',
  level: 'error',
  kinds: istioKinds,
  evenIfOverridden: true,
  check: ({ object }) => admissionComplaints(object, 'IST0106'),
});
