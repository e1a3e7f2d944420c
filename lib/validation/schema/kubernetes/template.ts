import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import { checkAnnotations, checkLabels } from '../metadata';
import { checkOneOf, type Maybe } from './field-checks';
import { checkLabelSelector, type LabelSelector, meets } from './label-selector';
import { checkPodSpec, type PodSpec } from './pod';

/** What pods are made from. */
export interface PodTemplate {
  readonly metadata?: Maybe<{ readonly labels?: Maybe<Readonly<Record<string, string>>>; readonly annotations?: Maybe<object> }>;
  readonly spec?: Maybe<PodSpec>;
}

interface TemplateRules {
  readonly restartPolicies: readonly string[];
  /** Names of volumes that come from beside the template. */
  readonly claims?: readonly string[];
}

/** Source: `ValidatePodTemplateSpec`. */
export function checkTemplate(template: Maybe<PodTemplate>, { restartPolicies, claims }: TemplateRules, at: Field): void {
  checkLabels(template?.metadata?.labels, at.at('metadata', 'labels'));
  checkAnnotations(template?.metadata?.annotations, at.at('metadata', 'annotations'));
  checkPodSpec(template?.spec, claims ? { claims } : {}, at.at('spec'));
  checkOneOf(template?.spec?.restartPolicy, restartPolicies, at.at('spec', 'restartPolicy'));
}

/** The template of pods that never end: a Deployment's and its like. */
export function checkLastingTemplate(template: Maybe<PodTemplate>, at: Field, claims: readonly string[] = []): void {
  checkTemplate(template, { restartPolicies: ['Always'], claims }, at);
  if ((template?.spec?.activeDeadlineSeconds ?? undefined) !== undefined)
    at.at('spec', 'activeDeadlineSeconds').error('only the pods of a Job have a deadline', { fix: 'leave `activeDeadlineSeconds` out' });
}

/** A selector picks what the template makes. */
export function checkSelector(selector: Maybe<LabelSelector>, template: Maybe<PodTemplate>, at: Field): void {
  const labels = template?.metadata?.labels ?? {};
  if (Object.keys(selector?.matchLabels ?? {}).length + (selector?.matchExpressions ?? []).length === 0) {
    at.error('the selector selects no pods by label', { fix: 'repeat labels of the template in `matchLabels`' });
    return;
  }
  checkLabelSelector(selector, at);
  for (const [key, value] of Object.entries(selector?.matchLabels ?? {})) {
    if (labels[key] !== value)
      at.at('matchLabels', key).error(`the pods of the template do not have the label ${quote(`${key}: ${value}`)}`, {
        why: 'a selector must pick what its template makes',
        fix: `add \`${key}: ${value}\` to the labels of the template`,
      });
  }
  for (const [index, requirement] of (selector?.matchExpressions ?? []).entries()) {
    if (!meets(labels, requirement))
      at.at('matchExpressions', index).error('the pods of the template do not meet the expression', {
        why: 'a selector must pick what its template makes',
      });
  }
}
