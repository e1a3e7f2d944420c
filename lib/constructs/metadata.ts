import type { Construct } from 'constructs';
import { ConstructError } from '../errors';
import { labels as checkedLabels } from './label';
import { dnsLabel } from './name';

/** How the object of a construct is called and labelled, where its id is not to say it. Source: Kubernetes `ObjectMeta`. */
export interface Metadata {
  /** The object's name. @default - the id of the construct */
  readonly name?: string;
  /** Beside those that the construct itself gives. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of the object. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What every construct with an object of its own may be told about it. */
export interface WithMetadata {
  /** Name, labels and annotations of the object. @default - the name is the id */
  readonly metadata?: Metadata;
}

/** @param what how to speak of the name, for example `the name of a gateway`. @throws ConstructError `NameForm`, `NameTooLong`, `LabelKey`, `LabelValue` */
export function metadataOf(id: string, { name = id, labels, annotations }: Metadata = {}, what = 'the name of an object') {
  return { name: dnsLabel(name, what), labels: labels && checkedLabels(labels), annotations: annotations && { ...annotations } };
}

/**
 * The id of a construct that is about to be made in a scope, and may name its object otherwise.
 *
 * @returns the id itself
 * @throws ConstructError `IdTaken` where the scope has a child of this id: ids are shared by all kinds of constructs
 */
export function freeId(scope: Construct, id: string, kind: string): string {
  return unique(scope, id, `new ${kind}(this, '${id}-${dashed(kind)}', { metadata: { name: '${id}' } })`);
}

/** The same for a construct whose objects are named by its id alone. @throws ConstructError `IdTaken` */
export function ownId(scope: Construct, id: string, kind: string): string {
  return unique(scope, id, `new ${kind}(this, '${id}-${dashed(kind)}', …)`);
}

function unique(scope: Construct, id: string, fix: string): string {
  const other = scope.node.tryFindChild(id);
  if (other === undefined) return id;
  throw new ConstructError(
    'IdTaken',
    `\`${scope.node.path || 'the app'}\` already has a construct \`${id}\`: a ${other.constructor.name}`,
    {
      construct: [scope.node.path, id].filter(Boolean).join('/'),
      why: 'an id is unique in its scope whatever the construct makes, although objects of other kinds may share a name',
      fix,
    },
  );
}

function dashed(kind: string): string {
  return kind.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
}
