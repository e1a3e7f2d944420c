import { quote } from '../values/describe';
import { isLabel } from '../values/hosts';
import type { Field } from '../violation';

/** What some kinds allow or forbid beyond the rest. */
interface ExportRules {
  /** `~`, visible to nobody: ServiceEntry only. @default - not allowed */
  readonly allowsNone?: boolean;
  /** A DestinationRule for some workloads stays in its namespace. @default - it may be exported */
  readonly ownNamespaceOnly?: boolean;
}

/** The namespaces that an object is visible in. */
export function checkExportTo(exportTo: readonly string[] | undefined, namespace: string, at: Field, rules: ExportRules = {}): void {
  if (exportTo === undefined) return;
  const seen = new Set<string>();
  for (const [index, entry] of exportTo.entries()) {
    const name = entry === '.' ? namespace : entry;
    if (seen.has(name)) at.at(index).error(`${quote(entry)} names a namespace that is already in the list`);
    else if (isExportable(name, rules)) seen.add(name);
    else at.at(index).error(`${quote(entry)} is not a namespace, \`.\` or \`*\``);
  }
  if (rules.ownNamespaceOnly && seen.size > 0) checkOwnNamespace(seen, namespace, at);
  for (const alone of ['*', '~']) {
    if (seen.has(alone) && exportTo.length > 1) at.error(`${quote(alone)} must stand alone`, { why: 'it already says all' });
  }
}

function isExportable(name: string, { allowsNone }: ExportRules): boolean {
  return name === '*' || name === '.' || (name === '~' ? allowsNone === true : isLabel(name));
}

function checkOwnNamespace(seen: ReadonlySet<string>, namespace: string, at: Field): void {
  if (seen.has(namespace) && seen.size === 1) return;
  at.error('a rule with a workload selector can only be exported to its own namespace', { fix: 'write `exportTo: ["."]`' });
}
