import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import { checkDownwardFile, type DownwardFile } from './downward-api';
import { checkNumber, checkText, type Maybe } from './field-checks';
import { checkFilePath, checkMode } from './paths';
import { checkFile, checkItem, type Item } from './volume-files';

/** A volume made of several sources. */
export interface Projection {
  readonly defaultMode?: Maybe<number>;
  readonly sources?: Maybe<readonly ProjectedSource[]>;
}

interface ProjectedSource {
  readonly secret?: Maybe<{ readonly name?: Maybe<string>; readonly items?: Maybe<readonly Item[]> }>;
  readonly configMap?: Maybe<{ readonly name?: Maybe<string>; readonly items?: Maybe<readonly Item[]> }>;
  readonly downwardAPI?: Maybe<{ readonly items?: Maybe<readonly DownwardFile[]> }>;
  readonly serviceAccountToken?: Maybe<{ readonly path?: Maybe<string>; readonly expirationSeconds?: Maybe<number> }>;
}

const leastSeconds = 600;
const mostSeconds = 2 ** 32;

/** Source: `validateProjectedVolumeSource`. */
export function checkProjected({ defaultMode, sources }: Projection, at: Field): void {
  const paths = new Set<string>();
  checkMode(defaultMode, at.at('defaultMode'));
  for (const [index, source] of (sources ?? []).entries()) checkSource(source, paths, at.at('sources', index));
}

function checkSource(source: ProjectedSource, paths: Set<string>, at: Field): void {
  const { secret, configMap, downwardAPI, serviceAccountToken } = source;
  const given = Object.entries(source).flatMap(([field, value]) => (value === null || value === undefined ? [] : [field]));
  if (given.length > 1) at.error(`more than one of ${given.map(quote).join(', ')} is given`, { fix: 'make a source of each' });
  for (const [field, named] of Object.entries({ secret, configMap })) {
    if (named) checkText(named.name, at.at(field, 'name'));
    for (const [index, item] of (named?.items ?? []).entries()) {
      checkItem(item, at.at(field, 'items', index));
      claim(item.path, paths, at.at(field, 'items', index, 'path'));
    }
  }
  for (const [index, file] of (downwardAPI?.items ?? []).entries()) {
    checkFile(file, at.at('downwardAPI', 'items', index));
    checkDownwardFile(file, at.at('downwardAPI', 'items', index));
    claim(file.path, paths, at.at('downwardAPI', 'items', index, 'path'));
  }
  if (!serviceAccountToken) return;
  const place = at.at('serviceAccountToken');
  checkFilePath(serviceAccountToken.path, place.at('path'));
  checkNumber(serviceAccountToken.expirationSeconds, { least: leastSeconds, most: mostSeconds }, place.at('expirationSeconds'));
}

/** Two sources must not write one file. */
function claim(path: Maybe<string>, paths: Set<string>, at: Field): void {
  if (!path) return;
  if (paths.has(path)) at.error(`another source writes ${quote(path)} too`);
  paths.add(path);
}
