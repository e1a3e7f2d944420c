import type { Probe } from '../../imports/kubernetes';
import { ConstructError } from '../errors';

/** What a microservice speaks. Source: Kubernetes `appProtocol` as Istio reads it. */
export type Protocol = 'http' | 'http2' | 'grpc' | 'tcp';

/** Where an HTTP program says that it lives, and that it can take requests. */
export interface ProbePaths {
  /** The path of the liveness probe. */
  readonly liveness: string;
  /** The path of the readiness probe. */
  readonly readiness: string;
}

/** Each probe as a path, or in full: what Kubernetes' `Probe` leaves out is as usual. `false` leaves the probe out. */
export interface ProbesProps {
  /** A path to ask, a probe in full, or none. Restarts the container when it fails. @default '/healthz' */
  readonly liveness?: string | Probe | false;
  /** A path to ask, a probe in full, or none. Takes the pod out of the Service while it fails. @default '/readyz' */
  readonly readiness?: string | Probe | false;
  /** A path to ask, a probe in full, or none. The other probes wait for it. @default - asks what liveness asks, each second for a minute */
  readonly startup?: string | Probe | false;
}

/** The probes of a container. */
export interface Probes {
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
}

const usual: ProbePaths = { liveness: '/healthz', readiness: '/readyz' };
const handlers = ['httpGet', 'grpc', 'tcpSocket', 'exec'] as const;

/** @throws ConstructError `PathForm` */
export function renderProbes(asked: { readonly protocol: Protocol; readonly port: number }, props: ProbesProps = {}): Probes {
  const { liveness = usual.liveness, readiness = usual.readiness, startup = handlerOf(liveness) } = props;
  return {
    startupProbe: render(startup, { asked, often: { periodSeconds: 1, failureThreshold: 60 } }),
    livenessProbe: render(liveness, { asked, often: { periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 3 } }),
    readinessProbe: render(readiness, { asked, often: { periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 } }),
  };
}

/** What a liveness probe asks, without how often. */
function handlerOf(probe: string | Probe | false): string | Probe | false {
  if (probe === false || typeof probe === 'string') return probe;
  return Object.fromEntries(handlers.flatMap((name) => (probe[name] === undefined ? [] : [[name, probe[name]]])));
}

interface Usual {
  readonly asked: { readonly protocol: Protocol; readonly port: number };
  readonly often: Probe;
}

function render(probe: string | Probe | false, { asked, often }: Usual): Probe | undefined {
  if (probe === false) return undefined;
  if (typeof probe === 'string') return { ...question(asked, probe), ...often };
  return { ...(handlers.some((name) => probe[name] !== undefined) ? {} : question(asked, usual.liveness)), ...often, ...probe };
}

function question({ protocol, port }: Usual['asked'], path: string): Probe {
  if (protocol === 'grpc') return { grpc: { port } };
  if (protocol === 'tcp') return { tcpSocket: { port } };
  if (!path.startsWith('/')) throw new ConstructError('PathForm', `a path starts with \`/\`, got \`${path}\``, { fix: `/${path}` });
  return { httpGet: { path, port } };
}
