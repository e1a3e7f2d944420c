import type { Finding } from '../check/finding';
import type { Reading } from '../manifest/reading';
import { Mesh } from '../mesh/mesh';
import { capacityChanges } from './capacity-changes';
import { type Effect, effects, type FactChange, type RequestChange, type Section, sections } from './change';
import { type CheckedSide, findingChanges } from './finding-changes';
import { notEvaluated } from './not-evaluated';
import { compareObjects, type ObjectChange } from './object-changes';
import { permissionChanges } from './permission-changes';
import { compareRequests } from './request-changes';
import { Scope } from './scope';

/** What is another on the new side than on the old, for callers first. */
export interface Diff {
  /** Classes of requests that are answered otherwise. */
  readonly requests: readonly RequestChange[];
  /** Permissions and capacity that differ. */
  readonly facts: readonly FactChange[];
  readonly findings: { readonly added: readonly Finding[]; readonly gone: readonly Finding[] };
  readonly objects: readonly ObjectChange[];
  /** How many classes of requests were compared; 0 where no object differs. */
  readonly classes: number;
  /** Were only the requests compared that a changed object may concern? The others are answered as before. */
  readonly isPartial: boolean;
  /** Objects on either side, and how many of them differ. */
  readonly count: number;
  readonly changed: number;
  /** What could not be evaluated or divided, and may differ. */
  readonly undecided: readonly string[];
}

export interface DiffOptions {
  /** The parts to compare. @default - all */
  readonly only?: readonly Section[];
  /** @default - that of the installation among the manifests, else `cluster.local` */
  readonly clusterDomain?: string;
}

/** Compares what two sets of manifests answer to callers, and everything else about them. */
export function diffOf(old: Reading, next: Reading, { only = sections, clusterDomain }: DiffOptions = {}): Diff {
  const { changes: objects, next: manifests } = compareObjects(old.manifests, next.manifests);
  const count = next.manifests.length + objects.filter((change) => !change.new).length;
  const changed = objects.length;
  const same = {
    requests: [],
    facts: [],
    findings: { added: [], gone: [] },
    objects,
    classes: 0,
    isPartial: true,
    count,
    changed,
    undecided: [],
  };
  const unread = unreadText(old, next);
  if (objects.length === 0) return { ...same, undecided: unread };
  const sides = [old, { ...next, manifests }].map((reading) => sideOf(reading, clusterDomain)) as [Side, Side];
  const [before, after] = sides.map(({ mesh }) => mesh) as [Mesh, Mesh];
  const scope = new Scope([before, after], objects);
  const asks = only.some((section) => section === 'traffic' || section === 'access' || section === 'way');
  const compared = asks && !scope.isEmpty ? compareRequests(before, after, { scope }) : { changes: [], classes: 0, undecided: [] };
  const permissions = only.includes('access') ? permissionChanges(before, after, objects) : { changes: [], undecided: [] };
  const capacity = only.includes('capacity') ? capacityChanges(objects) : [];
  return {
    ...same,
    requests: compared.changes.filter(({ section }) => only.includes(section)).sort(bySeriousness),
    facts: [...permissions.changes, ...capacity],
    findings: only.includes('findings') ? findingChanges(checkedOf(sides[0]), checkedOf(sides[1]), clusterDomain) : same.findings,
    objects: only.includes('objects') ? objects : [],
    classes: compared.classes,
    isPartial: scope.isPartial,
    undecided: [
      ...unread,
      ...normalizationText(before, after),
      ...objects.flatMap((change) => notEvaluated(change, [before, after])),
      ...compared.undecided,
      ...permissions.undecided,
    ],
  };
}

interface Side {
  readonly reading: Reading;
  readonly mesh: Mesh;
  /** Does everything take effect? */
  readonly isWhole: boolean;
}

function sideOf(reading: Reading, clusterDomain: string | undefined): Side {
  const { mesh, problems } = Mesh.load(reading.manifests, { clusterDomain });
  return { reading, mesh, isWhole: problems.length === 0 };
}

/** The checks see what is rejected too. */
function checkedOf({ reading, mesh, isWhole }: Side): CheckedSide {
  return isWhole ? { reading, mesh } : { reading };
}

/** Paths that a proxy normalizes are not divided: the classes hold those that every side leaves as they are. */
function normalizationText({ config: old }: Mesh, { config: next }: Mesh): string[] {
  const [was, is] = [old.pathNormalization, next.pathNormalization];
  return was === is ? [] : [`\`pathNormalization\` ${was} → ${is}: requests for paths such as //a, /a/../b or /%61 are not compared`];
}

/** What one side alone holds and cannot be read may be anything. */
function unreadText({ problems: old }: Reading, { problems: next }: Reading): string[] {
  const isNew = ({ message }: Reading['problems'][number], others: Reading['problems']) => !others.some((each) => each.message === message);
  return [
    ...old.filter((problem) => isNew(problem, next)).map(({ file, message }) => `${file} of the old side cannot be read: ${message}`),
    ...next.filter((problem) => isNew(problem, old)).map(({ file, message }) => `${file} of the new side cannot be read: ${message}`),
  ];
}

const order = Object.keys(effects);

/** The most serious first; of one kind those from outside first, then the plainest: more clients send these; then as they were found. */
function bySeriousness(one: RequestChange, other: RequestChange): number {
  return (
    sections.indexOf(one.section) - sections.indexOf(other.section) ||
    order.indexOf(one.effect) - order.indexOf(other.effect) ||
    Number(other.witness.from === undefined) - Number(one.witness.from === undefined) ||
    conditionsOf(one) - conditionsOf(other)
  );
}

/** How many parts the shortest such request needs beside a host and a path. */
function conditionsOf({ witness: { request } }: RequestChange): number {
  const { method, headers = {}, path, claims, token } = request;
  return (
    [method !== 'GET', path.includes('?'), claims !== undefined || token !== undefined].filter(Boolean).length + Object.keys(headers).length
  );
}

/** Does anything differ? */
export function differs({ requests, facts, findings, objects }: Diff): boolean {
  return requests.length + facts.length + findings.added.length + findings.gone.length + objects.length > 0;
}

/** The parts in which something differs, most important first. */
export function sectionsOf({ requests, facts, findings, objects }: Diff): Section[] {
  const found = new Set<Section>([...requests, ...facts].map(({ section }) => section));
  if (findings.added.length + findings.gone.length > 0) found.add('findings');
  if (objects.length > 0) found.add('objects');
  return sections.filter((section) => found.has(section));
}

/** Every effect that a diff has, the most serious first. */
export function effectsOf({ requests, facts, findings }: Diff): Effect[] {
  const found = new Set<Effect>([...requests, ...facts].flatMap(({ effect }) => effect ?? []));
  if (findings.added.some(({ level }) => level === 'error')) found.add('new-error');
  return (order as Effect[]).filter((effect) => found.has(effect));
}
