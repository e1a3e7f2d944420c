import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import { checkNumber, checkText, type Maybe } from './field-checks';

/** A path that leads nowhere above. Source: `validatePathNoBacksteps`. */
export function checkNoStepUp(path: string, at: Field): void {
  if (path.split('/').includes('..')) at.error(`${quote(path)} must not hold \`..\``);
}

/** A path below a folder. Source: `validateLocalDescendingPath`. */
export function checkDescending(path: string, at: Field): void {
  if (path.startsWith('/')) at.error(`${quote(path)} must be a relative path`, { fix: `write ${quote(path.replace(/^\/+/, ''))}` });
  checkNoStepUp(path, at);
}

/** A path below a folder in which `..` names are kept for the kubelet. Source: `ValidateLocalNonReservedPath`. */
export function checkFilePath(path: Maybe<string>, at: Field): void {
  checkText(path, at);
  checkDescending(path ?? '', at);
  if (path?.startsWith('..') && !path.startsWith('../')) at.error(`${quote(path)} must not start with \`..\``);
}

/** The permissions of a file. */
export function checkMode(mode: Maybe<number>, at: Field): void {
  checkNumber(mode, { least: 0, most: 0o777 }, at);
}
