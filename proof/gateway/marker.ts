import type { KubernetesObject } from '../../lib/istio/objects';
import type { ApiClient } from '../api/client';
import { istioNamespace } from '../control-plane/istio';
import type { HttpAnswer, HttpRequest } from '../requests/client';
import type { Gateway } from './gateway';

/** A route of our own that answers with a text, and the request that asks for it. */
export interface Marker {
  readonly objects: readonly KubernetesObject[];
  readonly request: HttpRequest;
  isAnsweredBy(answer: Pick<HttpAnswer, 'body' | 'headers'>): boolean;
}

const markerHost = 'marker.meshwright.internal';
const path = `/${markerHost}`;

/** Objects that make a gateway answer with a text. @param text a host name */
export function markerOf(api: ApiClient, gateway: Gateway, text: string): Promise<Marker> {
  const { serves } = gateway;
  return serves ? ofGatewayApi(api, serves, text) : Promise.resolve(ofIstio(gateway, text));
}

function ofIstio(gateway: Gateway, text: string): Marker {
  const metadata = { name: `marker-of-${gateway.name}`, namespace: istioNamespace };
  const servers = [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [markerHost] }];
  const http = [{ directResponse: { status: 200, body: { string: text } } }];
  const object = (kind: string, spec: object) => ({ apiVersion: 'networking.istio.io/v1', kind, metadata, spec });
  return {
    objects: [
      object('Gateway', { selector: gateway.labels, servers }),
      object('VirtualService', { hosts: [markerHost], gateways: [metadata.name], http }),
    ],
    request: { host: markerHost, path: '/' },
    isAnsweredBy: ({ body }) => body === text,
  };
}

/** Istio's own Gateways do not select pods that istiod deploys, and the Gateway API has no route that answers: hence a redirect. */
async function ofGatewayApi(api: ApiClient, { name, namespace }: NonNullable<Gateway['serves']>, text: string): Promise<Marker> {
  const apiVersion = 'gateway.networking.k8s.io/v1';
  const { spec } = await api.get({ apiVersion, kind: 'Gateway', name, namespace });
  const [listener] = (spec as { readonly listeners: readonly { readonly name: string; readonly hostname?: string }[] }).listeners;
  const hostnames = [listener?.hostname ?? markerHost];
  const filters = [{ type: 'RequestRedirect', requestRedirect: { hostname: text, statusCode: 302 } }];
  const rules = [{ matches: [{ path: { type: 'Exact', value: path } }], filters }];
  const parentRefs = [{ name, sectionName: listener?.name }];
  return {
    objects: [
      { apiVersion, kind: 'HTTPRoute', metadata: { name: `marker-of-${name}`, namespace }, spec: { parentRefs, hostnames, rules } },
    ],
    request: { host: hostnames[0] ?? '', path },
    isAnsweredBy: ({ headers }) => headers.location === `http://${text}${path}`,
  };
}
