import { type Finding, formatPath } from '../check/finding';
import type { FactChange, RequestChange } from './change';
import { type Diff, effectsOf } from './diff';
import { headlineOf } from './headline';
import type { ObjectChange } from './object-changes';

/** A diff as one value for programs. */
export function diffJson(diff: Diff): object {
  const { requests, facts, findings, objects, classes, isPartial, undecided } = diff;
  const of = (section: RequestChange['section'] | FactChange['section']) => [
    ...requests.filter((change) => change.section === section).map(requestJson),
    ...facts.filter((change) => change.section === section),
  ];
  return {
    headline: headlineOf(diff),
    effects: effectsOf(diff),
    traffic: of('traffic'),
    access: of('access'),
    way: of('way'),
    capacity: of('capacity'),
    findings: { added: findings.added.map(findingJson), gone: findings.gone.map(findingJson) },
    objects: objects.map(objectJson),
    compared: { classes, isPartial },
    undecided,
  };
}

function requestJson({
  effect,
  what,
  old,
  new: next,
  callers,
  witness: { from, request, old: before, new: after },
}: RequestChange): object {
  return { effect, what, old, new: next, callers, witness: { from: from ?? null, request, old: before, new: after } };
}

function findingJson({ code, level, rule, object, path, message }: Finding): object {
  return { code, level, rule, object: object ?? null, path: formatPath(path), message };
}

function objectJson({ kind, name, old, new: next, fields }: ObjectChange): object {
  const change = old && next ? 'changed' : next ? 'added' : 'removed';
  return {
    kind,
    name,
    change,
    fields: fields.map(({ path, old: was, new: is }) => ({ path: formatPath(path), old: was ?? null, new: is ?? null })),
  };
}
