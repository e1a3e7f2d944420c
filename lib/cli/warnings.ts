import type { ReadProblem } from '../manifest/reading';
import { type Rejection, rejectionText } from '../mesh/admission';
import { placeText } from '../route/answer/trace';
import { visible } from '../visible';
import type { Io } from './verb';

const rejectedBy = {
  'api-server': 'the API server rejects',
  webhook: "Istio's webhook rejects",
  istiod: 'istiod cannot read',
} as const;

/** Says what of the input could not be read, and where, and goes on without it. */
export function warnOfUnread(problems: readonly ReadProblem[], { err }: Io): void {
  for (const { message, why, file, position } of problems) {
    const place = position ? `${position.file}:${position.line}:${position.column}` : file;
    err(`warning: ${visible(`${place}: ${message}${why ? `: ${why}` : ''}`)}\n`);
  }
}

/** Objects that the cluster rejects are left out: they never reach the mesh. */
export function warnOfRejected(rejections: readonly Rejection[], { err }: Io): void {
  for (const rejection of rejections) {
    const { manifest, diagnostic, by } = rejection;
    const place = placeText({ manifest, path: diagnostic.path });
    err(`warning: ${rejectedBy[by]} ${visible(`${rejectionText(rejection)}  (${place})`)}\n`);
  }
}
