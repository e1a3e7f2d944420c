import type { Manifest } from '../../manifest/manifest';
import { memo } from '../../memo';
import type { Client, DestinationRule } from '../routing/destination-rules';
import type { PolicySubject } from '../security/policy-target';
import type { Service, ServicePort } from '../services/service';
import type { PodProxy } from '../workloads/injection';
import type { Cause, PassedOver, Reason } from './cause';
import { namesHost, unusedFields, unusedRule } from './destination-rules';
import { ofRule, ruleForNobody, unknownHost } from './destination-rules-for-nobody';
import type { Facts } from './facts';
import { httpOnTcpPort, identityAtGateway, identityWithoutMtls, servicePorts, tokenNotRequired } from './policy-conditions';
import { rivalPeerAuthentication, selectorInRootNamespace, selectsNoPod, unenforced, withoutProxy } from './policy-selectors';
import { isFor, selectionOf } from './selection';
import { labelsOfNoPod, rivalSidecar, sidecarInAmbient } from './sidecars';

type Finder = (manifest: Manifest, facts: Facts) => Reason[];

/** What shows that an object, or a field of it, is used by nobody, by kind. */
const finders: Readonly<Record<string, readonly Finder[]>> = {
  DestinationRule: [unknownHost, ruleForNobody, ofRule(unusedFields)],
  AuthorizationPolicy: [unenforced, servicePorts, identityAtGateway, identityWithoutMtls, httpOnTcpPort],
  RequestAuthentication: [selectsNoPod, withoutProxy, tokenNotRequired],
  PeerAuthentication: [selectsNoPod, withoutProxy, selectorInRootNamespace, rivalPeerAuthentication, servicePorts],
  Sidecar: [labelsOfNoPod, sidecarInAmbient, withoutProxy, rivalSidecar],
  Telemetry: [labelsOfNoPod],
};

/** The kinds that are enforced beside a program, for requests that arrive there. */
const atServers = ['AuthorizationPolicy', 'RequestAuthentication', 'PeerAuthentication'] as const;

/** A call as far as objects may be for it. */
export interface Call {
  readonly client: Client;
  readonly proxy: Pick<PodProxy, 'kind' | 'why'>;
  readonly service: Service;
  readonly port: ServicePort | undefined;
}

/** Objects that were written for something and are not used, each with one reason. */
export class PassedOverIndex {
  private readonly known = memo((manifest: Manifest) => this.find(manifest));

  constructor(private readonly facts: Facts) {}

  /** What of an object nobody uses, or those who could use it do not. @param cause only for this cause */
  of(manifest: Manifest, cause?: Cause): readonly PassedOver[] {
    const all = this.known(manifest);
    return cause === undefined ? all : all.filter((each) => each.cause === cause);
  }

  /** What names a called Service and does not shape the call, nearest first. */
  ofCall(call: Call): readonly PassedOver[] {
    const { client, service } = call;
    const naming = this.facts.destinationRules.all.filter((rule) => namesHost(rule, service.host));
    return naming
      .sort((one, other) => distance(one, { client, service }) - distance(other, { client, service }))
      .flatMap((rule) => this.ofRule(rule, call));
  }

  private ofRule(rule: DestinationRule, { client, proxy, service, port }: Call): PassedOver[] {
    const { manifest } = rule;
    if (proxy.kind !== 'sidecar')
      return [{ manifest, cause: 'no proxy', path: ['spec', 'host'], message: `the caller has no proxy that reads it: ${proxy.why}` }];
    const unused = unusedRule(rule, client, service, this.facts);
    if (unused) return [{ manifest, ...unused }];
    return unusedFields(rule, this.facts)
      .filter(({ port: written }) => isOfPort(written, port))
      .map((reason) => ({ manifest, ...reason }));
  }

  /** Policies written for a pod that its proxy does not enforce, or a field of which never holds. @param port the container's */
  ofServer(pod: PolicySubject, proxy: Pick<PodProxy, 'kind' | 'why'>, port: ServicePort | undefined): readonly PassedOver[] {
    return atServers
      .flatMap((kind) => this.facts.ofKind('security.istio.io', kind))
      .filter((manifest) => isFor(selectionOf(manifest, this.facts), pod))
      .flatMap((manifest): readonly PassedOver[] => {
        const own = this.of(manifest).filter(({ port: written }) => isOfPort(written, port));
        if (own.length > 0 || proxy.kind !== 'none') return own;
        return [{ manifest, cause: 'no proxy', path: ['metadata', 'name'], message: `no proxy there enforces it: ${proxy.why}` }];
      });
  }

  private find(manifest: Manifest): readonly PassedOver[] {
    const { kind } = manifest.object;
    return (finders[kind] ?? []).flatMap((finder) => finder(manifest, this.facts)).map((reason) => ({ manifest, ...reason }));
  }
}

/** A reason of one port speaks of calls to that port, by whichever number. */
function isOfPort(written: number | undefined, called: ServicePort | undefined): boolean {
  return written === undefined || called === undefined || called.number === written || called.targetPort === written;
}

function distance({ namespace }: DestinationRule, { client, service }: Pick<Call, 'client' | 'service'>): number {
  return namespace === client.namespace ? 0 : namespace === service.namespace ? 1 : 2;
}
