import { istioKinds } from '../../../istio/kinds';
import { admissionComplaints } from '../../../validation/violations';
import { rule } from '../../rule';

export const webhookWarning = rule({
  code: 'IST0133',
  name: 'webhook-warning',
  level: 'warning',
  kinds: istioKinds,
  check: ({ object }) => admissionComplaints(object, 'IST0133'),
});
