import { ApiObject } from 'cdk8s';
import { ConstructError } from '../errors';
import type { FieldPath, KubernetesObject } from '../manifest/manifest';
import { closest } from '../text';
import { knownFields } from './known-fields';
import { firstLoss } from './loss';
import { checkPatches } from './patches';

/**
 * The object as it will be applied: values resolved, JSON patches applied.
 *
 * @throws ConstructError `FieldDropped` when a field given to the construct, or by a JSON patch, would not reach the YAML;
 * `JsonPatchPath` and `JsonPatchTest` when a patch does not apply
 */
export function render(object: ApiObject): KubernetesObject {
  checkPatches(object);
  if (object.toJson === ApiObject.prototype.toJson) return object.toJson();
  const given: KubernetesObject = ApiObject.prototype.toJson.call(object);
  const written: KubernetesObject = object.toJson();
  const loss = firstLoss(given, written);
  if (loss) throw dropped(object, given, loss);
  return written;
}

function dropped(object: ApiObject, given: KubernetesObject, path: FieldPath): ConstructError {
  const near = closest(String(path.at(-1)), knownFields(object, given, path));
  return new ConstructError('FieldDropped', `\`${path.join('.')}\` of ${object.kind} \`${object.name}\` would not reach the YAML`, {
    construct: object.node.path,
    why: `the class generated for ${object.apiVersion} ${object.kind} knows no such field and drops it without a word`,
    fix: near && `did you mean \`${near}\`?`,
  });
}
