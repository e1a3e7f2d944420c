import { ConstructError } from '../errors';

/** Tags that name another image tomorrow. */
const floating = new Set(['latest', 'stable', 'main', 'master', 'edge', 'nightly', 'dev', 'develop']);

/** A reference to a container image, taken apart. Source: the OCI distribution specification. */
export interface ImageReference {
  /** Registry and repository, without tag or digest. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

/** Takes `registry:5000/team/app:v1@sha256:…` apart. @throws ConstructError `ImageForm` */
export function parseImage(image: string): ImageReference {
  const form = /^((?:[a-zA-Z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(
    image,
  );
  if (!form?.[1]) throw new ConstructError('ImageForm', `not an image: \`${image}\``, { fix: 'registry.example.com/team/app:v1' });
  return { repository: form[1], tag: form[2], digest: form[3] };
}

/**
 * An image whose content stays what it is: a tag that names one release, or a digest.
 *
 * @returns the image itself
 * @throws ConstructError `FloatingImage`, `ImageForm`
 */
export function pinnedImage(image: string): string {
  const { repository, tag, digest } = parseImage(image);
  if (digest !== undefined || (tag !== undefined && !floating.has(tag))) return image;
  throw new ConstructError(
    'FloatingImage',
    tag === undefined ? `image \`${image}\` has no tag` : `image \`${image}\` has the floating tag \`${tag}\``,
    {
      why: 'the next pod may run another program than the last one',
      fix: `${repository}:v1, or ${repository}@sha256:…`,
    },
  );
}

/** The image of a version whose name is its tag. @throws ConstructError `ImageTag` where the image has one already */
export function taggedImage(image: string, tag: string): string {
  const { repository, tag: other, digest } = parseImage(image);
  if (other === undefined && digest === undefined) return `${repository}:${tag}`;
  throw new ConstructError('ImageTag', `image \`${image}\` has a tag of its own, and versions bring theirs`, { fix: repository });
}
