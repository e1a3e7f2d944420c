import type { DecisionJson, DestinationJson } from '../route/answer/json';

/** Where requests go, as short as a reader knows it: `user-service.default v1 90 %, v2 10 %`, `404`, `301 to https://…`. */
export function outcomeOf(answer: DecisionJson): string {
  const { status, location, abort } = answer;
  const fault = abort ? [`${abort.status} for ${percentText(abort.share)}, else`] : [];
  return [...fault, location === null ? placesOf(answer) : `${status} to ${location}`].join(' ');
}

function placesOf({ status, destinations, reason, policies = [] }: DecisionJson): string {
  if (destinations.length === 0 || destinations.every(({ reason: failed }) => failed !== undefined)) {
    const denied = policies.some(({ outcome }) => outcome === 'denied');
    return `${status === 'error' ? 'no connection' : status}${denied ? ' by policy' : status === 200 ? ` ${reason ?? ''}` : ''}`.trim();
  }
  const isShared = destinations.length > 1;
  let before = '';
  return destinations
    .map((destination) => {
      const name = nameOf(destination);
      const shown = name === before && destination.subset ? '' : name;
      before = name;
      return [
        shown,
        destination.subset ?? '',
        workloadOf(destination),
        isShared ? percentText(destination.share) : '',
        failureOf(destination),
      ]
        .filter(Boolean)
        .join(' ');
    })
    .join(', ');
}

function nameOf({ host, port }: DestinationJson): string {
  const [, service] = /^(.+)\.svc\.[\w.-]+$/.exec(host) ?? [];
  return service ?? `${host}:${port}`;
}

function workloadOf({ workload }: DestinationJson): string {
  return workload ? `(${workload})` : '';
}

function failureOf({ reason, status = 503 }: DestinationJson): string {
  return reason === undefined ? '' : status === 'error' ? 'no connection' : `${status}`;
}

/** A share of requests, 0 to 1, in per cent. */
export function percentText(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}
