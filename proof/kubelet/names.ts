import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiClient } from '../api/client';
import type { ApiObject } from '../api/target';

/** Stands in for cluster DNS: one hosts file a namespace, mounted as `/etc/hosts` into its pods and rewritten when a Service comes or goes. */
export class Names {
  private readonly services = new Map<string, ApiObject>();
  private readonly files = new Map<string, string>();
  private unwatch: (() => void) | undefined;

  constructor(
    private readonly folder: string,
    /** Services that are reached at another address than their own: no kube-proxy runs. By `name.namespace`. */
    private readonly elsewhere: Readonly<Record<string, string>>,
  ) {
    mkdirSync(folder, { recursive: true });
  }

  start(api: ApiClient): void {
    this.unwatch = api.watch<ApiObject>({ apiVersion: 'v1', kind: 'Service' }, ({ type, object }) => {
      const key = `${object.metadata.name}.${object.metadata.namespace}`;
      if (type === 'DELETED') this.services.delete(key);
      else this.services.set(key, object);
      for (const [namespace, file] of this.files) writeFileSync(file, this.text(namespace));
    });
  }

  stop(): void {
    this.unwatch?.();
  }

  /** The hosts file of a namespace's pods. */
  file(namespace: string): string {
    const known = this.files.get(namespace);
    if (known) return known;
    const file = join(this.folder, namespace);
    writeFileSync(file, this.text(namespace));
    this.files.set(namespace, file);
    return file;
  }

  private text(namespace: string): string {
    const lines = [...this.services].flatMap(([key, { metadata, spec }]) => {
      const address = this.elsewhere[key] ?? String(spec?.clusterIP ?? '');
      if (!/^\d/.test(address)) return [];
      const short = metadata.namespace === namespace ? [metadata.name] : [];
      return [[address, ...short, key, `${key}.svc`, `${key}.svc.cluster.local`].join(' ')];
    });
    return ['127.0.0.1 localhost', ...lines, ''].join('\n');
  }
}
