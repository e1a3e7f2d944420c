/** A version of `user` that answers rightly and too late: what a failing canary looks like to callers who wait. */
import { setTimeout as sleep } from 'node:timers/promises';
import { page } from '../../services/http/page';
import { run } from '../../services/http/run';

run({
  name: 'User',
  routes: {
    '/': async (visit) => {
      await sleep(400);
      return page('Home')(visit);
    },
  },
});
