import type { Decision } from '../../lib/route/answer/decision';
import type { Request } from '../../lib/route/request/request';
import type { Address } from './http-expectation';

/** Source: Gateway API `conformance/utils/grpc.ExpectedResponse`. */
export interface ExpectedCall {
  readonly EchoTwoRequest: object | null;
  readonly EchoThreeRequest: object | null;
  readonly RequestMetadata: { readonly Authority: string; readonly Metadata: Readonly<Record<string, string>> | null } | null;
  readonly Response: { readonly Code: number };
  readonly Backend: string;
  readonly Namespace: string;
}

export function callOf({ EchoTwoRequest, EchoThreeRequest, RequestMetadata }: ExpectedCall, { host, port, scheme }: Address): Request {
  const method = EchoTwoRequest ? 'EchoTwo' : EchoThreeRequest ? 'EchoThree' : 'Echo';
  return {
    method: 'POST',
    scheme,
    port,
    host: RequestMetadata?.Authority || host,
    path: `/gateway_api_conformance.echo_basic.grpcecho.GrpcEcho/${method}`,
    headers: { 'content-type': 'application/grpc', ...RequestMetadata?.Metadata },
  };
}

/** gRPC's word for a call that no route takes, which HTTP answers 404. */
const unimplemented = 12;

export function callDifferences({ Response, Backend, Namespace }: ExpectedCall, decision: Decision): string[] {
  const open = decision.undecided.map((what) => `undecided: ${what}`);
  const code = decision.status === 200 ? 0 : decision.status === 404 ? unimplemented : decision.status;
  if (code !== Response.Code) return [...open, `code ${code} (${decision.reason}), expected ${Response.Code}`];
  const pods = decision.destinations.flatMap(({ cluster }) => cluster.endpoints.flatMap(({ workload }) => workload ?? []));
  const wrong = pods.filter(({ name, namespace }) => !name.startsWith(Backend) || (Namespace !== '' && namespace !== Namespace));
  return [...open, ...wrong.map(({ namespace, name }) => `backend \`${namespace}/${name}\`, expected \`${Namespace}/${Backend}\``)];
}

/** Shares of backends, which the suite measures over many requests. */
export function weightDifferences(weights: Readonly<Record<string, number>>, { destinations }: Decision): string[] {
  return Object.entries(weights).flatMap(([name, weight]) => {
    const shares = destinations.filter(({ cluster }) => cluster.endpoints.some(({ workload }) => workload?.name.startsWith(name)));
    const share = shares.reduce((sum, each) => sum + each.share, 0);
    return Math.abs(share - weight) < 1e-6 ? [] : [`share ${share} of \`${name}\`, expected ${weight}`];
  });
}
