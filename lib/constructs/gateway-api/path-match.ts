import { HttpRouteSpecRulesMatchesPathType as PathType } from '../../../imports/gateway.networking.k8s.io';
import type { Path } from '../path';
import { notInGatewayApi } from '../traffic-api';

/** `matches.path` of an HTTPRoute. */
export interface PathMatch {
  readonly type: PathType;
  readonly value: string;
}

/** @returns undefined for every path @throws ConstructError `NotInGatewayApi` for a prefix that is compared by characters */
export function pathMatch(path: Path | undefined): PathMatch | undefined {
  if (path === undefined) return undefined;
  const uris = path.toMatches().map(({ uri }) => uri);
  const [first, second] = uris;
  if (first && 'exact' in first) return { type: second ? PathType.PATH_PREFIX : PathType.EXACT, value: first.exact };
  if (first && 'regex' in first) return { type: PathType.REGULAR_EXPRESSION, value: first.regex };
  if (path.takesAll()) return undefined;
  const prefix = first && 'prefix' in first ? first.prefix : '';
  throw notInGatewayApi(
    `prefix that is compared by characters: \`Path.startsWith('${prefix}')\``,
    `Path.under('${prefix.replace(/\/+$/, '')}')`,
  );
}
