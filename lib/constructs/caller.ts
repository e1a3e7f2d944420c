import { Construct } from 'constructs';
import { type Call, type Callee, type CallOptions, call } from './call';
import { checkVisible } from './export-to';
import type { Protocol } from './probes';
import type { Identity } from './security/identity';
import { within } from './within';

/** Pods with an identity of their own, that call and may be called: what `ZeroTrust` covers. */
export abstract class Caller extends Construct implements Identity {
  /** @default - the namespace that is current when the manifests are applied */
  abstract readonly namespace?: string;
  /** The ServiceAccount of its pods: the identity it calls as. */
  abstract readonly serviceAccountName: string;
  /** Labels that all of its pods have, and nothing else's. */
  abstract readonly labels: Readonly<Record<string, string>>;
  /** What callers ask for. @default - it cannot be called by a name */
  abstract readonly host?: string;
  /** @default - not known */
  abstract readonly protocol?: Protocol;
  /** Ports that its pods listen on; none where they are not known. */
  abstract readonly podPorts: readonly number[];
  /** Ports of its pods that speak HTTP. */
  abstract readonly httpPorts: readonly number[];
  /** How the objects that secure it are called. @internal */
  abstract readonly policyName: string;

  private readonly declaredCalls: Call[] = [];

  /**
   * Declares that its pods call another service. With `ZeroTrust`, what no call and no route of a gateway declares is refused.
   *
   * @throws ConstructError `SelfCall`, `UndeclaredHost`, `CallRestriction`, `CallPath`, `HiddenDestination`
   */
  calls(callee: Callee, options: CallOptions = {}): void {
    within(this, () => checkVisible(this.namespace, callee.toTargets()));
    this.declaredCalls.push(within(this, () => call(this.host, callee, options)));
  }

  /** Every call declared so far. @internal */
  get outgoing(): readonly Call[] {
    return this.declaredCalls;
  }
}
