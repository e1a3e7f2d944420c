import type { DecisionJson } from '../route/answer/json';
import type { Request } from '../route/request/request';
import type { AimedRequest } from './answers';

/** The URL that curl takes for a request. */
export function urlOf({ scheme, host, port, path }: Request): string {
  const standard = scheme === 'https' ? 443 : 80;
  const authority = host ?? '';
  return `${scheme}://${authority}${/:\d+$/.test(authority) || port === standard ? '' : `:${port}`}${path}`;
}

/** Headers as curl takes them. */
export function headersOf({ headers = {} }: Request): string[] {
  return Object.entries(headers).flatMap(([name, values]) => [values].flat().map((value) => `${name}: ${value}`));
}

export function senderText({ from }: Pick<AimedRequest, 'from'>): string {
  return from ? `${from.namespace}/${from.name}` : 'clients outside the mesh';
}

/** An answer in a few words: status, then where it goes and by what share. */
export function outcomeText({ status, destinations, location, path, ...rest }: DecisionJson): string {
  const places = destinations.map(
    ({ host, subset, port, share }) =>
      `${share < 1 ? `${Number((share * 100).toFixed(2))} % ` : ''}${host}:${port}${subset ? ` ${subset}` : ''}`,
  );
  const further = Object.entries(rest).flatMap(([name, value]) =>
    ['timeout', 'retries', 'delay'].includes(name) ? `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}` : [],
  );
  return [String(status), ...places, ...(path && path !== '/' ? [path] : []), ...(location ? [`to ${location}`] : []), ...further].join(
    ' ',
  );
}
