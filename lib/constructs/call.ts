import { ConstructError } from '../errors';
import type { Destination } from './destination';
import { ExternalService } from './external-service';
import { namespaceOfHost } from './host';
import { onlyKnown } from './only-known';
import type { Path } from './path';
import type { Protocol } from './probes';
import type { HttpMethod } from './route-match';

/** Methods and paths the caller may use. */
export interface CallOptions {
  /** The methods that are called. @default - any */
  readonly methods?: readonly HttpMethod[];
  /** As the callee sees them, after any rewrite; `Path.matches` cannot be enforced. @default - any */
  readonly paths?: readonly Path[];
}

/** Whom a microservice may call: another one, a declared external service, or `Microservice.fromHost` with the full name. */
export type Callee = Destination & { readonly host: string; readonly protocol?: Protocol };

/** One declared edge. @internal */
export interface Call {
  readonly to: Callee;
  /** The methods that are called. @default - any */
  readonly methods?: readonly HttpMethod[];
  /** In the notation of an AuthorizationPolicy. @default - any */
  readonly paths?: readonly string[];
}

/** @throws ConstructError `SelfCall`, `UndeclaredHost`, `CallRestriction`, `CallPath` @internal */
export function call(caller: string | undefined, to: Callee, options: CallOptions): Call {
  const { methods, paths } = onlyKnown('CallOptions', options);
  if (to.host === caller) {
    throw new ConstructError('SelfCall', `\`${caller}\` is declared to call itself`, {
      why: 'what a pod asks of itself never leaves it; a call to its own Service reaches any of its pods, and is a design to think over',
    });
  }
  if (to.protocol === undefined && !(to instanceof ExternalService) && !isService(to.host)) throw undeclared(to.host);
  if (methods || paths) checkEnforced(to);
  if (methods?.length === 0 || paths?.length === 0) {
    throw new ConstructError('CallRestriction', `the list of ${methods?.length === 0 ? 'methods' : 'paths'} is empty`, {
      why: 'nothing at all would be allowed',
      fix: 'leave it out, which allows any',
    });
  }
  return { to, methods, paths: paths?.flatMap(policyPaths) };
}

/**
 * A path in the notation of an AuthorizationPolicy. Source: Istio `Operation.paths`.
 *
 * @throws ConstructError `CallPath` @internal
 */
export function policyPaths(path: Path): string[] {
  return path.toMatches().map(({ uri }) => {
    if ('regex' in uri) {
      throw new ConstructError('CallPath', `a policy knows no regular expressions, got \`${uri.regex}\``, {
        fix: "Path.under('/orders')",
      });
    }
    const text = 'exact' in uri ? uri.exact : uri.prefix;
    if (/[*{}]/.test(text)) {
      throw new ConstructError('CallPath', `a policy takes \`*\`, \`{\` and \`}\` for wildcards, got \`${text}\``);
    }
    return 'exact' in uri ? text : `${text}*`;
  });
}

function isService(host: string): boolean {
  return namespaceOfHost(host) !== undefined;
}

function undeclared(host: string): ConstructError {
  return new ConstructError('UndeclaredHost', `\`${host}\` is outside the mesh, and nothing declares it`, {
    why: 'the sidecar of the caller would know neither its address nor its protocol',
    fix: `new ExternalService(this, 'name', { host: '${host}', ports: [{ number: 443, protocol: 'tls' }] })`,
  });
}

/** Methods and paths are what the callee's sidecar allows: it must have one of ours, and read HTTP. */
function checkEnforced({ host, protocol }: Callee): void {
  if (protocol !== undefined && protocol !== 'tcp') return;
  throw new ConstructError('CallRestriction', `methods and paths of calls to \`${host}\` cannot be enforced`, {
    why:
      protocol === 'tcp'
        ? 'it speaks bytes, not HTTP'
        : 'the sidecar of the callee would enforce them, and none of this app stands before it',
    fix: 'leave `methods` and `paths` out',
  });
}
