import { ConstructError } from '../errors';
import { dnsLabel } from './name';

/** Who sees an object of the mesh. */
export interface WithExportTo {
  /**
   * Namespaces whose proxies see the object: names, `'.'` for its own, `'*'` for all.
   *
   * @default - all, unless the mesh configuration says otherwise
   */
  readonly exportTo?: readonly string[];
}

/** @returns a copy @throws ConstructError `ExportTo`, `NameForm` */
export function renderExportTo(exportTo: readonly string[] | undefined): string[] | undefined {
  if (exportTo === undefined) return undefined;
  if (exportTo.length === 0) {
    throw new ConstructError('ExportTo', 'the list of namespaces to export to is empty', {
      why: 'Istio reads an empty list as the default of the mesh, which is every namespace',
      fix: "exportTo: ['.']",
    });
  }
  const wide = exportTo.includes('*') && exportTo.length > 1;
  if (wide) throw new ConstructError('ExportTo', "`'*'` is given beside other namespaces", { fix: "exportTo: ['*']" });
  for (const [index, namespace] of exportTo.entries()) {
    if (namespace !== '.' && namespace !== '*') dnsLabel(namespace, 'a namespace to export to');
    if (exportTo.indexOf(namespace) !== index) throw new ConstructError('ExportTo', `\`${namespace}\` is given more than once`);
  }
  return [...exportTo];
}
