import { Construct } from 'constructs';
import {
  ServiceMonitor as L1ServiceMonitor,
  ServiceMonitorSpecEndpointsScheme as Scheme,
  type ServiceMonitorSpecEndpoints,
} from '../../../imports/monitoring.coreos.com';
import { ownId } from '../metadata';
import type { Microservice } from '../microservice';
import { dnsLabel } from '../name';
import { onlyKnown } from '../only-known';
import { within } from '../within';
import { checkScraped, podLabels, renderScrape, type ScrapeOptions } from './scrape';

export interface ServiceMonitorProps<V extends string = string> extends ScrapeOptions {
  /** Whose Service. */
  readonly of: Microservice<V>;
  /**
   * Folder of the Prometheus pod with the certificate that the sidecar beside it got from Istio: `cert-chain.pem`,
   * `key.pem` and `root-cert.pem`. A microservice that takes mutual TLS alone is scraped no other way.
   *
   * @default - plain HTTP
   */
  readonly certificates?: string;
}

/** Has Prometheus scrape the pods behind a microservice's Service. Source: Prometheus Operator `ServiceMonitor`. */
export class ServiceMonitor<V extends string = string> extends Construct {
  /**
   * @param id also the name of the object
   * @throws ConstructError `NameForm`, `NotScraped`, `PathForm`
   */
  constructor(scope: Construct, id: string, props: ServiceMonitorProps<V>) {
    super(scope, ownId(scope, id, 'ServiceMonitor'));
    onlyKnown('ServiceMonitorProps', props, this);
    const { of, labels, certificates } = props;
    within(this, () => {
      checkScraped(of);
      new L1ServiceMonitor(this, 'Default', {
        metadata: { name: dnsLabel(id, 'the name of a monitor'), labels },
        spec: {
          selector: { matchLabels: { ...of.labels } },
          namespaceSelector: of.namespace === undefined ? undefined : { matchNames: [of.namespace] },
          podTargetLabels: [...podLabels],
          endpoints: [{ port: of.portName, ...renderScrape(props), ...(certificates === undefined ? {} : mutualTls(certificates)) }],
        },
      });
    });
  }
}

/** Pods are asked by their addresses, which no certificate of Istio names: the name cannot be verified. */
function mutualTls(folder: string): ServiceMonitorSpecEndpoints {
  const file = (name: string) => `${folder.replace(/\/$/, '')}/${name}`;
  return {
    scheme: Scheme.HTTPS,
    tlsConfig: { caFile: file('root-cert.pem'), certFile: file('cert-chain.pem'), keyFile: file('key.pem'), insecureSkipVerify: true },
  };
}
