import { kinds } from '../../../istio/kinds';
import { podTemplateOf } from '../../../mesh/workloads/pod-makers';
import { workloadKinds } from '../../../mesh/workloads/pods';
import { rule } from '../../rule';

export const unpinnedImage = rule({
  code: 'MESH021',
  name: 'unpinned-image',
  level: 'warning',
  kinds: [...workloadKinds, kinds.Pod],
  check: ({ object }) =>
    podTemplateOf(object)
      .at('spec', 'containers')
      .items.map((container) => container.at('image'))
      // `auto` is filled in by the sidecar injector, an import path of Go by `ko`, which writes the digest it has built.
      .filter(({ text }) => text !== '' && text !== 'auto' && !text.startsWith('ko://') && isUnpinned(text))
      .map((image) =>
        image.finding({
          message: `the image \`${image.text}\` has no version`,
          why: 'what runs is unknown: the next pod may get another program than its neighbour, and there is nothing to go back to',
          fix: `${image.text.replace(/:latest$/, '')}:v1`,
        }),
      ),
});

function isUnpinned(image: string): boolean {
  if (image.includes('@')) return false;
  const name = image.slice(image.lastIndexOf('/') + 1);
  return !name.includes(':') || name.endsWith(':latest');
}
