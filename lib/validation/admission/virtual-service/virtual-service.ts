import type { VirtualService } from '../../../../imports/protobuf/networking';
import type { Field } from '../../violation';
import { checkExportTo } from '../export-to';
import type { ObjectInfo } from '../object-info';
import { checkWeightedDestinations } from './destinations';
import { checkHosts, isForGatewaysOnly } from './hosts';
import { checkHttpRoute } from './http-route';
import { checkGatewayNames, checkTcpMatch, checkTlsMatch, isClaim } from './matches';
import { checkOverlaps, checkReachable } from './unreachable';

/** What istiod's webhook asks of a VirtualService. Source: `ValidateVirtualService` of `pkg/config/validation`. */
export function checkVirtualService(service: VirtualService, { namespace, annotations }: ObjectInfo, at: Field): void {
  const { hosts = [], gateways = [], http = [], tls = [], tcp = [] } = service;
  const anyBackend = annotations['internal.istio.io/route-semantics'] === 'gateway';
  if (hosts.length === 0) checkDelegate(service, at);
  checkGatewayNames(gateways, at.at('gateways'), anyBackend);
  if (gateways.length === 0 || !isForGatewaysOnly(service)) checkClaims(service, at);
  checkHosts(service, at.at('hosts'));
  if (http.length + tls.length + tcp.length === 0) at.error('the VirtualService has none of `http`, `tls` and `tcp`');
  for (const [index, route] of http.entries()) checkHttpRoute(route, { isDelegate: hosts.length === 0, anyBackend }, at.at('http', index));
  checkTlsRoutes(service, anyBackend, at.at('tls'));
  checkTcpRoutes(service, anyBackend, at.at('tcp'));
  checkExportTo(service.exportTo, namespace, at.at('exportTo'));
  checkReachable(http, at.at('http'));
  checkOverlaps(http, at.at('http'));
  checkReachable(tcp, at.at('tcp'));
  checkReachable(tls, at.at('tls'));
}

/** Without hosts it only serves other VirtualServices, which bring gateways and protocols of their own. */
function checkDelegate(service: VirtualService, at: Field): void {
  for (const field of ['gateways', 'tls', 'tcp'] as const) {
    if (service[field] !== undefined)
      at.at(field).error(`a VirtualService without hosts cannot have \`${field}\``, { why: 'others delegate to it, and bring their own' });
  }
}

/** Claims of tokens are only known at gateways. */
function checkClaims({ http = [] }: VirtualService, at: Field): void {
  for (const [route, { match = [] }] of http.entries()) {
    for (const [number, { headers = {}, withoutHeaders = {} }] of match.entries()) {
      for (const [field, names] of Object.entries({ headers, withoutHeaders })) {
        for (const name of Object.keys(names).filter(isClaim)) {
          at.at('http', route, 'match', number, field, name).error('routing by claims of a token works at gateways only', {
            fix: 'bind the VirtualService to a gateway, without `mesh`',
          });
        }
      }
    }
  }
}

function checkTlsRoutes(service: VirtualService, anyBackend: boolean, at: Field): void {
  for (const [index, { match = [], route = [] }] of (service.tls ?? []).entries()) {
    const place = at.at(index);
    if (match.length === 0) place.at('match').error('a TLS route needs a match');
    for (const [number, each] of match.entries()) checkTlsMatch(each, service, place.at('match', number));
    if (route.length === 0) place.at('route').error('the TLS route has no destination');
    checkWeightedDestinations(route, anyBackend, place.at('route'));
  }
}

/** Warnings about TCP routes are lost in istiod. */
function checkTcpRoutes({ tcp = [] }: VirtualService, anyBackend: boolean, at: Field): void {
  for (const [index, { match = [], route = [] }] of tcp.entries()) {
    const place = at.at(index).errorsOnly();
    for (const [number, each] of match.entries()) checkTcpMatch(each, place.at('match', number));
    if (route.length === 0) place.at('route').error('the TCP route has no destination');
    checkWeightedDestinations(route, anyBackend, place.at('route'));
  }
}
