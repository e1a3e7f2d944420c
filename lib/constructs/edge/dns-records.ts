import { isIP } from 'node:net';
import { Construct } from 'constructs';
import { DnsEndpoint } from '../../../imports/externaldns.k8s.io';
import { ConstructError } from '../../errors';
import { count } from '../count';
import { hostName, hostNames } from '../host';
import { ownId } from '../metadata';
import { dnsLabel } from '../name';
import { onlyKnown } from '../only-known';
import { within } from '../within';

/** The names, and the addresses they resolve to. */
export interface DnsRecordsProps {
  /** A gateway's, for example. A wildcard makes a wildcard record. */
  readonly hosts: readonly string[];
  /** Addresses of the load balancer, or its one name. */
  readonly targets: readonly string[];
  /** Seconds that a resolver may remember. @default 300 */
  readonly ttl?: number;
}

/**
 * DNS records that external-dns makes: A and AAAA for addresses, CNAME for a name. Where the address is not known before it is
 * given out, let `IngressGateway.hosts` annotate the Service instead. Source: external-dns `DNSEndpoint`.
 */
export class DnsRecords extends Construct {
  /**
   * @param id also the name of the object
   * @throws ConstructError `NameForm`, `NoHosts`, `HostForm`, `EveryHost`, `NoTarget`, `TargetForm`, `CountRange`
   */
  constructor(scope: Construct, id: string, props: DnsRecordsProps) {
    super(scope, ownId(scope, id, 'DnsRecords'));
    const { hosts, targets, ttl = 300 } = onlyKnown('DnsRecordsProps', props, this);
    within(this, () => {
      if (hosts.includes('*'))
        throw new ConstructError('EveryHost', 'no record is for every host there is, got `*`', { fix: "'*.example.com'" });
      const records = byType(targets);
      const names = hostNames(hosts);
      count(ttl, 'ttl');
      new DnsEndpoint(this, 'Default', {
        metadata: { name: dnsLabel(id, 'the name of DNS records') },
        spec: {
          endpoints: names.flatMap((dnsName) =>
            records.map(([recordType, each]) => ({ dnsName, recordType, recordTtl: ttl, targets: each })),
          ),
        },
      });
    });
  }
}

function byType(targets: readonly string[]): (readonly [type: string, targets: string[]])[] {
  if (targets.length === 0) throw new ConstructError('NoTarget', 'the records lead nowhere', { fix: "targets: ['203.0.113.7']" });
  const of = (version: number) => targets.filter((target) => isIP(target) === version);
  const names = of(0);
  for (const name of names) hostName(name);
  if (names.some((name) => name.startsWith('*')) || (names.length > 0 && targets.length > 1)) {
    throw new ConstructError(
      'TargetForm',
      `records lead to addresses or to a single name, got ${targets.map((each) => `\`${each}\``).join(', ')}`,
      {
        why: 'a host that is an alias (CNAME) of one name has no other record',
      },
    );
  }
  return (
    [
      ['A', of(4)],
      ['AAAA', of(6)],
      ['CNAME', names],
    ] as const
  ).filter(([, each]) => each.length > 0);
}
