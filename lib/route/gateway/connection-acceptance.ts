import { qualifiedName } from '../../istio/names';
import { memo } from '../../memo';
import { secretScheme } from '../../mesh/gateway-api/server-tls';
import { unservedGateways } from '../../mesh/gateway-api/unserved-gateways';
import type { GatewayPod } from '../../mesh/gateways/gateway-ports';
import type { Mesh } from '../../mesh/mesh';
import { answered, type Decision } from '../answer/decision';
import type { Refusal } from '../refusals/refusal';
import { type Request, serverName } from '../request/request';
import { type Accepted, type Chain, chainFor, type Listener } from './listener';

const speaksTls = 'connection closed: the port speaks TLS only';

interface Gateway {
  readonly mesh: Mesh;
  readonly pod: GatewayPod;
  readonly refusals: readonly Refusal[];
  listener(calledPort: number): Listener | undefined;
}

/** Which connections a gateway accepts. */
export class ConnectionAcceptance {
  constructor(private readonly gateway: Gateway) {}

  /** The filter chain that takes the connection, or why none does. */
  of(request: Request): Accepted | Decision {
    const [refused] = this.gateway.refusals;
    if (refused) return answered('error', `Envoy rejects the configuration: ${refused.reason}`);
    const listener = this.gateway.listener(request.port);
    if (!listener) return this.closed(request.port);
    const missing = this.missingSecret(listener);
    if (missing)
      return answered('error', `connection refused: port ${request.port} waits for Secret \`${this.gateway.pod.namespace}/${missing}\``);
    const https = request.scheme === 'https';
    const name = https ? serverName(request) : '';
    const chain = chainFor(listener, name);
    if (!chain) return answered('error', https ? `connection closed: no server accepts the server name \`${name}\`` : speaksTls);
    if (!chain.l4 && https !== chain.terminatesTls)
      return answered('error', https ? 'TLS handshake failed: the port speaks plain HTTP' : speaksTls);
    if (chain.terminatesTls && https && !request.clientCertificate && wantsCertificate(chain))
      return answered('error', 'TLS handshake failed: the server asks for a client certificate, and the request has none');
    return { listener, chain };
  }

  /** Nothing of Istio's listens there; whether another controller's Gateway does, is not known. */
  private closed(port: number): Decision {
    const foreign = unservedGateways(this.gateway.mesh).filter(({ isForeign }) => isForeign);
    const undecided = foreign.map(
      ({ manifest }) => `what Gateway ${qualifiedName(manifest.object)} answers, whose class is not one of Istio's`,
    );
    return answered('error', `connection refused: no server of a Gateway opens port ${port}`, undecided.length > 0 ? { undecided } : {});
  }

  /** A listener opens when all its certificates are there; they are read from the pod's namespace alone. */
  private readonly missingSecret = memo(({ chains }: Listener) => {
    const names = chains
      .filter((chain) => chain.terminatesTls)
      .flatMap((chain) => chain.servers.flatMap(({ tls }) => [tls?.credentialName ?? '', ...(tls?.credentialNames ?? [])]));
    return names.find(
      (name) => name !== '' && !name.startsWith(secretScheme) && !this.gateway.mesh.holdsSecret(this.gateway.pod.namespace, name),
    );
  });
}

/** Does the server end the handshake of a client without a certificate? */
function wantsCertificate({ servers }: Chain): boolean {
  return servers.some(({ tls }) => tls?.mode === 'MUTUAL' || tls?.mode === 'ISTIO_MUTUAL');
}
