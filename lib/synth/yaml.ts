import { dump } from 'js-yaml';
import type { KubernetesObject } from '../manifest/manifest';

/** Objects as one YAML text, parted by `---`. */
export function toYaml(objects: readonly KubernetesObject[]): string {
  return objects.map((object) => dump(object, { noRefs: true, lineWidth: -1 })).join('---\n');
}
