import { Construct } from 'constructs';
import { PodMonitor as L1PodMonitor, type PodMonitorSpec } from '../../../imports/monitoring.coreos.com';
import { ownId } from '../metadata';
import type { Microservice } from '../microservice';
import { dnsLabel } from '../name';
import { onlyKnown } from '../only-known';
import { within } from '../within';
import { checkScraped, podLabels, renderScrape, type ScrapeOptions } from './scrape';

export interface PodMonitorProps<V extends string = string> extends ScrapeOptions {
  /** Whose pods; `'proxies'` stands for the Envoy of every sidecar and gateway, which counts what Istio's metrics tell. */
  readonly of: Microservice<V> | 'proxies';
  /** For `'proxies'`: namespaces to look in. @default - all */
  readonly namespaces?: readonly string[];
}

/** Has Prometheus scrape pods, with or without a Service. Source: Prometheus Operator `PodMonitor`. */
export class PodMonitor<V extends string = string> extends Construct {
  /**
   * @param id also the name of the object
   * @throws ConstructError `NameForm`, `NotScraped`, `PathForm`
   */
  constructor(scope: Construct, id: string, props: PodMonitorProps<V>) {
    super(scope, ownId(scope, id, 'PodMonitor'));
    onlyKnown('PodMonitorProps', props, this);
    const { of, labels, namespaces } = props;
    within(this, () => {
      new L1PodMonitor(this, 'Default', {
        metadata: { name: dnsLabel(id, 'the name of a monitor'), labels },
        spec: of === 'proxies' ? proxies(props, namespaces) : program(props, of),
      });
    });
  }
}

/** The port that injection gives every proxy, which answers in plain text however strict the mesh is. */
function proxies({ path = '/stats/prometheus', interval }: ScrapeOptions, namespaces: readonly string[] | undefined): PodMonitorSpec {
  return {
    selector: {},
    namespaceSelector: namespaces === undefined ? { any: true } : { matchNames: [...namespaces] },
    podMetricsEndpoints: [{ port: 'http-envoy-prom', ...renderScrape({ path, interval }) }],
  };
}

function program(props: ScrapeOptions, of: Microservice<string>): PodMonitorSpec {
  checkScraped(of);
  return {
    selector: { matchLabels: { ...of.labels } },
    namespaceSelector: of.namespace === undefined ? undefined : { matchNames: [of.namespace] },
    podTargetLabels: [...podLabels],
    podMetricsEndpoints: [{ port: of.protocol, ...renderScrape(props) }],
  };
}
