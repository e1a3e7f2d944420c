/** `npm run prove:release [gitops|sticky|flagger]`: exit code 0 when everything held, 1 when something did not, 2 when it could not run. */
import type { Cache } from '../binaries/cache';
import { type Part, runParts, say } from '../parts';
import { Plane } from '../plane';
import { Results } from '../report/results';
import { serviceImages } from '../services';
import type { Bench } from './bench';
import { proveFlagger } from './flagger';
import { proveGitOps } from './gitops';
import { slowUserImage } from './slow-user-image';
import { proveSticky } from './sticky';

const command = 'prove:release';

runParts(command, [
  onPlane(new Results('gitops', "Argo CD's sync engine keeps the plane equal to a git repository"), proveGitOps),
  onPlane(new Results('sticky', 'A user keeps the version that the canary gave'), proveSticky),
  onPlane(new Results('flagger', 'Flagger promotes a good canary and takes a bad one back, under load'), proveFlagger),
]);

/** A part on a plane of its own. */
function onPlane(results: Results, prove: (bench: Bench, results: Results) => Promise<void>): Part {
  return {
    results,
    async prove(cache: Cache): Promise<void> {
      const plane = await Plane.start({ images: [...(await serviceImages()), await slowUserImage()] });
      say(command, `plane up; logs in ${plane.logs}`);
      await prove({ plane, cache }, results).finally(() => plane.stop());
    },
  };
}
