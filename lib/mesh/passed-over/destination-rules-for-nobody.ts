import { covers, isWildcard } from '../../istio/hosts';
import { namespaceOf, qualifiedName } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { memo } from '../../memo';
import type { Client, DestinationRule } from '../routing/destination-rules';
import { findService } from '../services/find-service';
import type { Service } from '../services/service';
import { type Reason, reasonAt } from './cause';
import { unusedRule } from './destination-rules';
import type { Facts } from './facts';

const rulesByName = memo(({ destinationRules }: Facts) => new Map(destinationRules.all.map((rule) => [rule.name, rule])));

/** What a manifest's DestinationRule shows, where it is in force. */
export function ofRule(find: (rule: DestinationRule, facts: Facts) => Reason[]): (manifest: Manifest, facts: Facts) => Reason[] {
  return (manifest, facts) => {
    const rule = rulesByName(facts).get(qualifiedName(manifest.object));
    return rule ? find(rule, facts) : [];
  };
}

/** A rule for a host that no Service has. */
export function unknownHost({ object }: Manifest, facts: Facts): Reason[] {
  const spec = new FieldReader(object).at('spec');
  const host = spec.at('host').text;
  if (findService(facts, host, { namespace: namespaceOf(object), exportTo: spec.at('exportTo').texts })) return [];
  if (isWildcard(host) && facts.services.all.some((service) => covers(host, service.host))) return [];
  return [
    reasonAt(spec.at('host'), {
      cause: 'no such host',
      message: `no service that this object can see is called \`${host}\``,
      why: 'the rule is never used: its policies and subsets apply to no request',
    }),
  ];
}

/** Those whose proxies look for rules: one of each namespace, and of each kind of pods where a rule selects among them. */
const clientsOf = memo((facts: Facts): readonly Client[] => {
  const selective = new Set(facts.destinationRules.all.filter((rule) => rule.workloadSelector).map(({ namespace }) => namespace));
  const clients = new Map<string, Client>();
  for (const workload of facts.workloads.all) {
    const { namespace, labels } = workload;
    const key = selective.has(namespace) ? `${namespace} ${JSON.stringify(labels)}` : namespace;
    if (!clients.has(key) && facts.injection.proxyOf(workload).kind === 'sidecar') clients.set(key, { namespace, labels });
  }
  return [...clients.values()];
});

/** A rule that names known hosts and shapes the calls of no client, or not of all: another rule goes before it. */
export const ruleForNobody = ofRule((rule, facts) => {
  const clients = clientsOf(facts);
  const called = servicesOf(rule, facts);
  if (clients.length === 0 || called.length === 0) return [];
  const unused: { readonly client: Client; readonly reason: Reason }[] = [];
  for (const service of called) {
    for (const client of clients) {
      if (!service.visibility.includes(client.namespace)) continue;
      const reason = unusedRule(rule, client, service, facts);
      if (!reason) return isWildcard(rule.host) ? [] : hiddenFrom(rule, service, facts);
      unused.push({ client, reason });
    }
  }
  const nearest = unused.find(({ client }) => client.namespace === rule.namespace) ?? unused[0];
  if (!nearest) return [];
  const { cause, message, path } = nearest.reason;
  return [
    {
      cause,
      path,
      level: isWildcard(rule.host) ? 'info' : 'warning',
      message: `no proxy uses this rule for \`${rule.host}\`: ${withoutCaller(message, nearest.client)}`,
      why: 'a client takes the rules of one namespace: its own, else that of the service, else the root namespace; its pools, TLS and subsets are not those written here',
      fix: fixes[cause],
    },
  ];
});

const fixes: Readonly<Partial<Record<Reason['cause'], string>>> = {
  'not exported': 'export it to the namespaces of the callers: exportTo: ["*"]',
  'another namespace': 'move it to the namespace of the service',
  'nearer object': 'merge the two, or remove one',
  'newer object': 'merge the two, or remove one',
  'more specific host': 'repeat its settings in the more specific rule',
  'another workload': 'select labels that the callers have',
};

function withoutCaller(message: string, { namespace }: Client): string {
  return message
    .replace("the caller's namespace", `the namespace \`${namespace}\``)
    .replace(` \`${namespace}\` \`${namespace}\``, ` \`${namespace}\``);
}

function servicesOf({ host, namespace }: DestinationRule, { services }: Facts): readonly Service[] {
  if (isWildcard(host)) return services.all.filter((service) => covers(host, service.host));
  const service = services.visibleTo(namespace, host) ?? services.withHost(host)[0];
  return service ? [service] : [];
}

/** Clients of other namespaces that a rule of their own keeps from this one. */
function hiddenFrom(rule: DestinationRule, service: Service, facts: Facts): Reason[] {
  // Where the rule is the Service's own, only a rule of the client's namespace goes before it.
  const near = rule.namespace === service.namespace ? facts.destinationRules.namespacesWithRule(service.host) : undefined;
  const clients = near?.size === 1 ? [] : clientsOf(facts).filter(({ namespace }) => !near || near.has(namespace));
  const hidden = clients.filter(
    (client) => service.visibility.includes(client.namespace) && unusedRule(rule, client, service, facts)?.cause === 'nearer object',
  );
  const [first] = hidden;
  const other = first && facts.destinationRules.inForce(first, service)?.from[0];
  if (!first || !other || other.namespace !== first.namespace) return [];
  return [
    {
      cause: 'nearer object',
      level: 'info',
      path: ['spec', 'host'],
      message: `callers in \`${first.namespace}\` do not use this rule: DestinationRule \`${other.name}\` of their own namespace holds`,
      why: 'a client takes the rules of one namespace alone, its own before that of the service; they are not merged',
      fix: `repeat in \`${other.name}\` what should hold for them too`,
    },
  ];
}
