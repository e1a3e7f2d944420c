import { type Answer, page, type Visit } from '../http/page';
import { run } from '../http/run';

const home: Answer = (visit) => {
  const { app, served_from, title, path } = page('Home')(visit);
  const { version } = visit;
  return tagsItsVersion(visit) ? { app, title, path, version: { tag: version } } : { app, served_from, title, path, version };
};

/**
 * From version 2 on, the version is an object and `served_from` is gone. The author shipped this as a second image; here one
 * program knows both forms and `VERSION` decides. No version, or one without a leading number, answers as version 1.
 */
function tagsItsVersion({ version }: Visit): boolean {
  return Number(/^v?(\d+)/.exec(version ?? '')?.[1] ?? 1) >= 2;
}

run({ name: 'User', routes: { '/': home, '/about': page('About') } });
