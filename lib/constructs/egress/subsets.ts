import type { Construct } from 'constructs';
import { DestinationRule, type DestinationRuleSpecSubsets } from '../../../imports/networking.istio.io';
import type { ClientTls } from '../client-tls';

interface Subsets {
  /** Full name of the gateway's Service. */
  readonly host: string;
  readonly namespace: string;
  readonly name: string;
  /** Labels of the gateway's pods. */
  readonly labels: Readonly<Record<string, string>>;
  readonly reached: readonly { readonly id: string; readonly tls: ClientTls }[];
}

/** How callers' proxies encrypt the way to the gateway, which differs by the host that is meant. Made again at each synth. @internal */
export function makeSubsets(scope: Construct, { host, namespace, name, labels, reached }: Subsets): void {
  scope.node.tryRemoveChild('DestinationRule');
  if (reached.length === 0) return;
  new DestinationRule(scope, 'DestinationRule', {
    metadata: { name, namespace },
    spec: {
      host,
      // The generated types of the two policies differ in name only.
      subsets: reached.map(({ id, tls }) => ({
        name: id,
        labels: { ...labels },
        trafficPolicy: { tls: tls.spec } as DestinationRuleSpecSubsets['trafficPolicy'],
      })),
    },
  });
}
