import { Gateway, type Identity } from '../../lib';
import { host } from './platform';

/** What the product teams know of the platform's edge. */
export const site = Gateway.fromName('edge/site', { hosts: [host], selector: { istio: 'edge' } });
export const edgePods: Identity = { namespace: 'edge', serviceAccountName: 'edge', labels: { istio: 'edge' } };
