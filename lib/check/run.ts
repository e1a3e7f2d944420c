import { groupOf } from '../istio/objects';
import { lazy } from '../lazy';
import { FieldReader } from '../manifest/field';
import type { FieldPath, Manifest } from '../manifest/manifest';
import { isPlaceholder } from '../manifest/placeholder';
import type { Reading, ReadProblem } from '../manifest/reading';
import { Mesh } from '../mesh/mesh';
import { allRules } from './all-rules';
import { documentOrder } from './document-order';
import type { Finding } from './finding';
import type { Reported, Rule, World } from './rule';
import { unreadable } from './rules/object/unreadable';
import { kindOf, Subject } from './subject';
import { isSuppressed, Suppression } from './suppression';

/** Which rules run, and what they may assume. */
export interface CheckOptions {
  /** Findings not to report: `CODE=Kind name.namespace`, `*` for any text. @default - none */
  readonly suppress?: readonly string[];
  /** Assume Istio's default ingress gateway exists. @default true */
  readonly assumeIngressGateway?: boolean;
  /**
   * The set is only a part of what runs in the cluster: that something is missing in it is then undecided, an info.
   * @default false - the set is all there is, as `istioctl analyze` takes it
   */
  readonly partial?: boolean;
  /**
   * Charts, templates and kustomizations that were not rendered: what is missing may be in what they make, and is undecided.
   * @default - those of the reading
   */
  readonly unrendered?: readonly string[];
  /** What else the cluster holds: the rules know it and report nothing about it. @default - none */
  readonly context?: readonly Manifest[];
  /** The DNS suffix of the cluster. @default - that of the installation among the manifests, else `cluster.local` */
  readonly clusterDomain?: string;
  /** What other clusters of the same mesh hold. @default - none */
  readonly otherClusters?: readonly (readonly Manifest[])[];
  /** The mesh of the manifests, where it is known and nothing of them is rejected. @default - made of them */
  readonly mesh?: Mesh;
  /** @default - all rules */
  readonly rules?: readonly Rule[];
  /** Told after each object, for a line of progress. @default - nobody */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Namespaces that Istio itself leaves alone. Source: Istio `inject.IgnoredNamespaces`. */
const ignoredNamespaces: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']);

/** Runs the rules over everything that was read. Findings come in the order of the objects, then of the lines. */
export function check(reading: Reading, options: CheckOptions = {}): Finding[] {
  const unrendered = options.unrendered ?? reading.unrendered;
  return [...reading.problems.map(unreadableFinding), ...checkManifests(reading.manifests, { ...options, unrendered })];
}

/** Runs the rules over manifests, wherever they come from. */
export function checkManifests(manifests: readonly Manifest[], options: CheckOptions = {}): Finding[] {
  const checker = new Checker(manifests, options);
  return manifests.flatMap((manifest, index) => {
    const found = checker.of(manifest);
    options.onProgress?.(index + 1, manifests.length);
    return found;
  });
}

/** The rules over manifests, asked object by object: what they read of the mesh is made once. */
export class Checker {
  private readonly world: World;
  private readonly byKind: ReadonlyMap<string, readonly Rule[]>;
  private readonly patterns: readonly Suppression[];

  constructor(
    manifests: readonly Manifest[],
    private readonly options: CheckOptions = {},
  ) {
    this.world = worldOf(manifests, options);
    this.byKind = rulesByKind(options.rules ?? allRules);
    this.patterns = (options.suppress ?? []).map((pattern) => new Suppression(pattern));
  }

  /** What is wrong with one of the manifests, in the order of its lines. */
  of(manifest: Manifest): readonly Finding[] {
    const { world, options } = this;
    const all = isIgnored(manifest) ? [] : (this.byKind.get(kindOf(manifest.object)) ?? this.byKind.get('*') ?? []);
    const rules = isRead(manifest, world.mesh) ? all : all.filter(({ evenIfOverridden }) => evenIfOverridden);
    const found = rules.length > 0 ? judge(manifest, rules, { world, options }) : [];
    return found.filter((finding) => !isSuppressed(finding, this.patterns));
  }
}

function worldOf(
  manifests: readonly Manifest[],
  { assumeIngressGateway, otherClusters = [], context = [], clusterDomain, mesh: known }: CheckOptions,
): World {
  if (known) return { mesh: known, otherClusters: [] };
  // A rejected object is reported by itself; whatever refers to it is validated as if the fault were corrected.
  const { mesh } = Mesh.load([...context, ...manifests], { assumeIngressGateway, clusterDomain, admission: 'ignored' });
  const { rootNamespace, outboundTrafficPolicy } = mesh;
  const others = otherClusters.map(
    (all) =>
      Mesh.load(all, { rootNamespace, outboundTrafficPolicy, clusterDomain, assumeIngressGateway: false, admission: 'ignored' }).mesh,
  );
  return { mesh, otherClusters: others };
}

/** Rules that look at every kind are kept under `*`, and with each kind that others look at too. */
function rulesByKind(rules: readonly Rule[]): Map<string, Rule[]> {
  const byKind = new Map<string, Rule[]>();
  for (const kind of new Set(rules.flatMap((rule) => rule.kinds))) {
    byKind.set(
      kind,
      rules.filter((rule) => rule.kinds.includes(kind) || rule.kinds.includes('*')),
    );
  }
  return byKind;
}

function isIgnored({ object }: Manifest): boolean {
  const { name, namespace = '' } = object.metadata;
  return ignoredNamespaces.has(object.kind === 'Namespace' ? name : namespace);
}

/** Is it the one that is applied last, and does istiod read it? What an object says is of no consequence otherwise. */
function isRead(manifest: Manifest, mesh: Mesh): boolean {
  const isOfIstio = groupOf(manifest.object).endsWith('.istio.io');
  return isInForce(manifest, mesh) && (!isOfIstio || mesh.discovery.includes(manifest));
}

function isInForce(manifest: Manifest, mesh: Mesh): boolean {
  const last = mesh.objects.duplicatesOf(manifest).at(-1);
  return last === undefined || last.object === manifest.object;
}

interface Judging {
  readonly world: World;
  readonly options: CheckOptions;
}

function judge(manifest: Manifest, rules: readonly Rule[], { world, options }: Judging): Finding[] {
  const subject = new Subject(manifest);
  const findings: Finding[] = [];
  for (const rule of rules) {
    for (const complaint of rule.check(subject, world)) findings.push(toFinding(manifest, rule, { complaint, options }));
  }
  return findings.length > 1 ? findings.sort((one, other) => byPlace(manifest, one, other)) : findings;
}

/** How the message begins of what the input does not decide. */
const undecided = 'undecided: ';

function toFinding(manifest: Manifest, rule: Rule, { complaint, options }: { complaint: Reported; options: CheckOptions }): Finding {
  const { object, source } = manifest;
  const { path, message, why, fix, repair } = complaint;
  const position = lazy(() => source.position(path));
  const reason = whyUndecided(manifest, { ...rule, closedWorld: complaint.closedWorld ?? rule.closedWorld }, { path, options });
  return {
    code: rule.code,
    level: reason ? 'info' : (complaint.level ?? rule.level),
    rule: rule.name,
    object: { kind: object.kind, namespace: object.metadata.namespace, name: object.metadata.name },
    manifest,
    path,
    // Looked up in the text, which is parsed for it: of many findings a few are shown.
    get position() {
      return position();
    },
    get line() {
      const place = position();
      return place && source.line(place.line);
    },
    message: reason && !message.startsWith(undecided) ? `${undecided}${message}` : message,
    why: reason ?? why,
    fix,
    repair,
  };
}

/** Why the input does not decide a complaint; undefined when it does. */
function whyUndecided(
  { object, changedBy }: Manifest,
  rule: Pick<Rule, 'closedWorld' | 'evenUnrendered'>,
  { path, options }: { path: FieldPath; options: CheckOptions },
): string | undefined {
  if (rule.closedWorld && options.partial) return 'it may be declared outside this input';
  const value = new FieldReader(object).at(...path).value;
  if (isPlaceholder(value)) return `\`${value}\` is filled in before it is applied`;
  const kustomization = changedBy?.(path);
  if (kustomization) return `\`${kustomization}\` may change it before it is applied: --render reads what it makes`;
  const [maker] = rule.closedWorld && !rule.evenUnrendered ? (options.unrendered ?? []) : [];
  return maker === undefined ? undefined : `it may be in what \`${maker}\` or the like makes, which was not rendered`;
}

function byPlace({ object }: Manifest, one: Finding, other: Finding): number {
  return documentOrder(object, one.path, other.path) || (one.code < other.code ? -1 : one.code > other.code ? 1 : 0);
}

function unreadableFinding({ message, why, fix, position, file, line }: ReadProblem): Finding {
  const { code, level, name } = unreadable;
  return { code, level, rule: name, path: [], position: position ?? { file, line: 1, column: 1 }, line, message, why, fix };
}
