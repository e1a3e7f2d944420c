import { ConstructError } from '../errors';

/** What a microservice speaks. Source: Kubernetes `appProtocol` as Istio reads it. */
export type Protocol = 'http' | 'http2' | 'grpc' | 'tcp';

/** Kubernetes' probe handlers: what is asked, not how often. */
export interface Probes {
  readonly liveness: Readonly<Record<string, unknown>>;
  readonly readiness: Readonly<Record<string, unknown>>;
}

/** Where an HTTP program says that it lives, and that it can take requests. */
export interface ProbePaths {
  readonly liveness: string;
  readonly readiness: string;
}

const usual: ProbePaths = { liveness: '/healthz', readiness: '/readyz' };

/** @throws ConstructError `PathForm` */
export function renderProbes({ protocol, port }: { readonly protocol: Protocol; readonly port: number }, paths = usual): Probes {
  if (protocol === 'grpc') return { liveness: { grpc: { port } }, readiness: { grpc: { port } } };
  if (protocol === 'tcp') return { liveness: { tcpSocket: { port } }, readiness: { tcpSocket: { port } } };
  for (const path of [paths.liveness, paths.readiness]) {
    if (!path.startsWith('/')) throw new ConstructError('PathForm', `a path starts with \`/\`, got \`${path}\``, { fix: `/${path}` });
  }
  return { liveness: { httpGet: { path: paths.liveness, port } }, readiness: { httpGet: { path: paths.readiness, port } } };
}
