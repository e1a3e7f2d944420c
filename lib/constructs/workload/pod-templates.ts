import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { patched } from '../../synth/patches';
import { resolved } from '../../synth/resolve';

/** An object that makes pods, whoever declared it: a construct of cdk8s-plus, a Helm chart, included YAML. */
export interface PodTemplate {
  readonly object: ApiObject;
  /** @default - the namespace that is current when the manifests are applied */
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccountName: string;
}

interface Template {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: { readonly serviceAccountName?: string; readonly containers?: unknown };
}

interface Written {
  readonly metadata?: Template['metadata'] & { readonly namespace?: string };
  readonly spec?: Template['spec'] & {
    readonly template?: Template;
    readonly jobTemplate?: { readonly spec?: { readonly template?: Template } };
  };
}

const kinds = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
  'Pod',
  'Rollout',
]);

/** Every template of pods in a tree. */
export function podTemplates(roots: readonly IConstruct[]): PodTemplate[] {
  const objects = roots.flatMap(({ node }) => node.findAll()).filter((construct) => construct instanceof ApiObject);
  return objects.filter(({ kind }) => kinds.has(kind)).flatMap((object) => templateOf(object) ?? []);
}

function templateOf(object: ApiObject): PodTemplate | undefined {
  const written = patched(object, resolved(object)) as Written;
  const template: Template | undefined = object.kind === 'Pod' ? written : (written.spec?.jobTemplate?.spec ?? written.spec)?.template;
  // A Rollout may name a Deployment in place of pods of its own.
  if (template?.spec === undefined) return undefined;
  return {
    object,
    namespace: written.metadata?.namespace ?? object.chart.namespace,
    labels: template.metadata?.labels ?? {},
    serviceAccountName: template.spec.serviceAccountName ?? 'default',
  };
}

/** Whether pods with these labels are among those that a selector means. */
export function selects(selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
