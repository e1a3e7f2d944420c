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

/** The namespaces that `exportTo` means for an object of a namespace; undefined where that is all of them, or not known. @internal */
export function visibleIn(namespace: string | undefined, exportTo: readonly string[] | undefined): readonly string[] | undefined {
  if (exportTo === undefined || exportTo.includes('*') || namespace === undefined) return undefined;
  return exportTo.map((each) => (each === '.' ? namespace : each));
}

/** @throws ConstructError `HiddenDestination` for a host that proxies of the namespace do not know @internal */
export function checkVisible(
  namespace: string | undefined,
  targets: readonly { readonly host: string; readonly visibleIn?: readonly string[] }[],
): void {
  if (namespace === undefined) return;
  const hidden = targets.find((target) => target.visibleIn && !target.visibleIn.includes(namespace));
  if (hidden === undefined) return;
  const seen = (hidden.visibleIn ?? []).map((each) => `'${each}'`);
  throw new ConstructError('HiddenDestination', `namespace \`${namespace}\` does not see \`${hidden.host}\``, {
    why: `its \`exportTo\` names ${seen.join(', ')}: proxies elsewhere have no cluster for it, and answer 503`,
    fix: `exportTo: [${[...seen, `'${namespace}'`].join(', ')}]`,
  });
}
