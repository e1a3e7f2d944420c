import { ConstructError } from '../../errors';
import type { Destination } from '../destination';
import type { Duration } from '../duration';
import { headerName } from '../header';
import { onlyKnown } from '../only-known';

/** What both kinds of authorizers have in common. */
export interface AuthorizerOptions {
  /** The service that decides: one host and port. */
  readonly service: Destination;
  /** How long a request waits for the decision. @default - 600s, Istio's */
  readonly timeout?: Duration;
  /** Whether requests go on while the service does not answer. @default false */
  readonly failOpen?: boolean;
  /** Status while it does not answer. @default 403 */
  readonly statusOnError?: number;
  /** How much of a request's body it sees, in bytes. @default - nothing */
  readonly maxBodyBytes?: number;
}

export interface HttpAuthorizerOptions extends AuthorizerOptions {
  /** Put before the path of the request that is asked about. @default - none */
  readonly pathPrefix?: string;
  /** Headers of the request that it sees, beside Host, method, path and length. @default - none */
  readonly sees?: readonly string[];
  /** Headers of its answer that an allowed request goes on with. @default - none */
  readonly passesOn?: readonly string[];
  /** Headers of its answer that a denied caller gets. @default - Istio's: all but those of the connection */
  readonly returns?: readonly string[];
}

/** A service that decides whether a request is allowed. Source: Istio `MeshConfig.ExtensionProvider`. */
export class ExternalAuthorizer {
  /** Asked by Envoy's protocol over gRPC. @throws ConstructError `AuthorizerService`, `AuthorizerName`, `StatusRange` */
  static grpc(name: string, options: AuthorizerOptions): ExternalAuthorizer {
    onlyKnown('AuthorizerOptions', options);
    return new ExternalAuthorizer(name, options, { envoyExtAuthzGrpc: common(name, options) });
  }

  /** Asked by a request of its own; 200 allows. @throws ConstructError `AuthorizerService`, `AuthorizerName`, `StatusRange`, `HeaderName` */
  static http(name: string, declared: HttpAuthorizerOptions): ExternalAuthorizer {
    const { pathPrefix, sees, passesOn, returns, ...options } = onlyKnown('HttpAuthorizerOptions', declared);
    const headers = {
      pathPrefix,
      includeRequestHeadersInCheck: sees?.map(headerName),
      headersToUpstreamOnAllow: passesOn?.map(headerName),
      headersToDownstreamOnDeny: returns?.map(headerName),
    };
    return new ExternalAuthorizer(name, options, { envoyExtAuthzHttp: { ...common(name, options), ...headers } });
  }

  private constructor(
    /** By which policies name it. */
    readonly name: string,
    options: AuthorizerOptions,
    settings: object,
  ) {
    this.service = options.service;
    this.provider = { name, ...settings };
  }

  /** @internal */
  readonly service: Destination;
  /** Its entry in `extensionProviders` of the mesh configuration, for an installation by Helm or IstioOperator. */
  readonly provider: Readonly<Record<string, unknown>>;
}

function common(name: string, { service, timeout, failOpen, statusOnError, maxBodyBytes }: AuthorizerOptions) {
  const [target, ...others] = service.toTargets();
  if (target?.port === undefined || others.length > 0) {
    throw new ConstructError('AuthorizerService', `the service of authorizer \`${name}\` is not a single host with its port`, {
      why: 'Envoy asks one cluster, which is named by both',
      fix: "Microservice.fromHost('opa.policy.svc.cluster.local', { port: 9191, protocol: 'grpc' })",
    });
  }
  if (name === '') throw new ConstructError('AuthorizerName', 'the name of an authorizer is empty');
  if (statusOnError !== undefined && (statusOnError < 400 || statusOnError > 599)) {
    throw new ConstructError('StatusRange', `an authorizer fails with a status from 400 to 599, got \`${statusOnError}\``);
  }
  return {
    service: target.host,
    port: target.port,
    timeout: timeout?.toString(),
    failOpen,
    statusOnError: statusOnError === undefined ? undefined : String(statusOnError),
    includeRequestBodyInCheck: maxBodyBytes === undefined ? undefined : { maxRequestBytes: maxBodyBytes },
  };
}
