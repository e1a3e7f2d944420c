import { answerChanges } from '../diff/answers-as';
import { changeLines } from '../diff/pretty';
import type { Mesh } from '../mesh/mesh';

/** What `toAnswerAs` may overlook. */
export interface AnswerOptions {
  /** Effects such as `changes-way`, hosts such as `*.example.com`, and paths such as `shop.example.com/beta*`. @default - none */
  readonly except?: readonly string[];
  /** What becomes of conditions that cannot be compared exactly. @default 'fail' */
  readonly undecided?: 'fail' | 'pass';
}

/** At most so many changes are printed. */
const most = 10;

/** Nobody is answered otherwise than by another mesh: a change of manifests that changes nothing for callers. */
export function toAnswerAs(
  mesh: Mesh,
  before: Mesh,
  { except = [], undecided: whenUndecided = 'fail' }: AnswerOptions = {},
): { pass: boolean; message(): string } {
  const { changes, undecided } = answerChanges(before, mesh, except);
  const open = whenUndecided === 'fail' ? undecided : [];
  const rest = changes.length > most ? [`  … and ${changes.length - most} more`] : [];
  return {
    pass: changes.length === 0 && open.length === 0,
    message: () =>
      [
        changes.length + open.length === 0
          ? 'expected callers to be answered otherwise, but every class of requests is answered as before'
          : 'expected callers to be answered as before (-), but they are not (+)',
        ...changes.slice(0, most).flatMap(changeLines),
        ...rest,
        ...open.map((text) => `  undecided: ${text}`),
      ].join('\n'),
  };
}
