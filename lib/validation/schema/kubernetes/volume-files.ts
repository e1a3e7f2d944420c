import type { Field } from '../../violation';
import { checkText, type Maybe } from './field-checks';
import { checkFilePath, checkMode } from './paths';

/** A key of a ConfigMap or Secret that becomes a file. */
export interface Item {
  readonly key?: Maybe<string>;
  readonly path?: Maybe<string>;
  readonly mode?: Maybe<number>;
}

/** Source: `validateKeyToPath`. */
export function checkItem(item: Item, at: Field): void {
  checkText(item.key, at.at('key'));
  checkFile(item, at);
}

export function checkFile({ path, mode }: { readonly path?: Maybe<string>; readonly mode?: Maybe<number> }, at: Field): void {
  checkFilePath(path, at.at('path'));
  checkMode(mode, at.at('mode'));
}
