import { clusterDomain } from '../../istio/names';
import type { MeshConfig } from '../installation/mesh-config';
import type { WorkloadIndex } from '../workloads/workloads';
import type { PolicySubject } from './policy-target';

/** A pod that calls: its namespace and labels, and its service account where it is known. */
export interface Caller extends PolicySubject {
  readonly serviceAccount?: string;
}

/** Who the proxies of the mesh are to one another. */
export class Identities {
  /** The mesh's trust domain, then its aliases. */
  readonly trustDomains: readonly string[];

  constructor(
    { fields }: MeshConfig,
    private readonly workloads: WorkloadIndex,
  ) {
    this.trustDomains = [fields.at('trustDomain').text || clusterDomain, ...fields.at('trustDomainAliases').texts];
  }

  /** The name in a pod's certificate: `spiffe://trust-domain/ns/namespace/sa/account`; undefined when its service account is not known. */
  of(caller: Caller): string | undefined {
    const account = caller.serviceAccount ?? this.accountOf(caller);
    return account === undefined ? undefined : `spiffe://${this.trustDomains[0]}/ns/${caller.namespace}/sa/${account}`;
  }

  /** The one service account of all pods of the namespace with these labels. */
  private accountOf({ namespace, labels }: PolicySubject): string | undefined {
    const accounts = new Set(this.workloads.select(namespace, labels).map(({ serviceAccount }) => serviceAccount));
    const [only] = accounts;
    return accounts.size === 1 ? only : undefined;
  }
}
