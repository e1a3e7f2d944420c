import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { apiPort } from '../control-plane/credentials';
import type { Plane } from '../plane';
import { planeAddress, sandboxFolder } from '../sandbox';

/** A configuration that scrapes the pods of a namespace, with the labels that a `ServiceMonitor` of ours gives. @returns its path */
export function scrapingOf(namespace: string, { api }: Plane): string {
  const folder = join(sandboxFolder, 'release');
  mkdirSync(folder, { recursive: true });
  const [credentials, ca, config] = ['token', 'ca.pem', 'prometheus.yaml'].map((name) => join(folder, name)) as [string, string, string];
  writeFileSync(credentials, api.address.token);
  writeFileSync(ca, api.address.ca);
  const label = (from: string, to: string) => ({ source_labels: [`__meta_kubernetes_${from}`], target_label: to });
  const discovery = {
    role: 'pod',
    api_server: `https://${planeAddress}:${apiPort}`,
    authorization: { type: 'Bearer', credentials_file: credentials },
    tls_config: { ca_file: ca },
    namespaces: { names: [namespace] },
  };
  const job = {
    job_name: namespace,
    scrape_interval: '1s',
    scrape_timeout: '1s',
    kubernetes_sd_configs: [discovery],
    relabel_configs: [
      { source_labels: ['__meta_kubernetes_pod_phase'], regex: 'Running', action: 'keep' },
      label('namespace', 'namespace'),
      label('pod_name', 'pod'),
      label('pod_label_app', 'app'),
    ],
  };
  writeFileSync(config, dump({ scrape_configs: [job] }));
  return config;
}
