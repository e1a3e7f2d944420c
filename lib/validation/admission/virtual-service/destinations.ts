import type { Destination, HTTPRouteDestination, RouteDestination } from '../../../../imports/protobuf/networking';
import { quote } from '../../values/describe';
import { isLabel, wildcardDomainProblem } from '../../values/hosts';
import type { Field } from '../../violation';
import { checkPort } from '../ports';
import { checkHeaders } from './headers';

/** Where requests go: a host, and perhaps a subset and a port of it. */
export function checkDestination(destination: Destination | undefined, at: Field): void {
  if (destination === undefined) return;
  const { host = '', subset = '', port } = destination;
  const problem = host === '*' ? '`*` is no destination' : wildcardDomainProblem(host);
  if (problem !== undefined) at.at('host').error(problem);
  if (subset !== '') checkSubsetName(subset, at.at('subset'));
  if (port !== undefined) checkPort(port.number ?? 0, at.at('port', 'number'));
}

export function checkSubsetName(name: string, at: Field): void {
  if (name === '') at.error('the subset has no name');
  else if (!isLabel(name))
    at.error(`${quote(name)} is not a subset name`, { why: 'subset names are letters, digits and inner `-`, at most 63' });
}

/** The weighted destinations of an HTTP route. `anyBackend`: made from the Gateway API, whose backends istiod resolves itself. */
export function checkHttpDestinations(destinations: readonly HTTPRouteDestination[], anyBackend: boolean, at: Field): void {
  for (const [index, { headers }] of destinations.entries()) checkHeaders(headers, at.at(index, 'headers'));
  checkWeightedDestinations(destinations, anyBackend, at);
}

export function checkWeightedDestinations(destinations: readonly RouteDestination[], anyBackend: boolean, at: Field): void {
  let total = 0;
  for (const [index, { destination, weight = 0 }] of destinations.entries()) {
    if (destination === undefined) at.at(index, 'destination').error('the route has no destination');
    if (!anyBackend) checkDestination(destination, at.at(index, 'destination'));
    if (weight < 0) at.at(index, 'weight').error(`the weight \`${weight}\` is negative`);
    total = (total + weight) | 0;
  }
  if (destinations.length > 1 && total === 0)
    at.error('the weights add up to 0', { why: 'no destination would ever be chosen', fix: 'give each destination a weight' });
}
