/** `npm run prove:kiali`: exit code 0 when everything held, 1 when something did not, 2 when it could not run. */
import { join } from 'node:path';
import { runParts, say } from '../parts';
import { Plane } from '../plane';
import { Results } from '../report/results';
import { serviceImages } from '../services';
import { proveKiali } from './prove-kiali';

const command = 'prove:kiali';

runParts(command, [
  {
    results: new Results('kiali', 'What the real Kiali draws of the article is in our picture'),
    async prove(cache, results): Promise<void> {
      const programs = { kiali: cache.path('kiali', 'kiali'), prometheus: cache.path('prometheus', 'prometheus') };
      const plane = await Plane.start({ sidecars: true, images: await serviceImages() });
      say(command, `plane up; logs in ${plane.logs}`);
      await proveKiali({ plane, programs, dist: join(__dirname, '..', '..', 'dist') }, results).finally(() => plane.stop());
    },
  },
]);
