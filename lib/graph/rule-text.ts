import type { HttpRouteSpec } from '../mesh/routing/virtual-service-spec';
import { formatSelector } from '../mesh/workloads/pods';
import type { Route } from '../route/rule/route';

/** What the matches of one rule take, a line for each alternative; `any request` where nothing is asked. */
export function matchLines(routes: readonly Route[]): string[] {
  const lines = belowPaths(routes.map(conditionsOf));
  return [...new Set(lines.map((parts) => parts.join(', ') || 'any request'))];
}

function conditionsOf(route: Route): string[] {
  const { path, conditions, rule, matchIndex } = route;
  const { sourceLabels, sourceNamespace } = (matchIndex === undefined ? undefined : rule.spec.match?.[matchIndex]) ?? {};
  return [
    ...(path.kind === 'prefix' && path.value === '/' ? [] : [path.text]),
    ...conditions.map(({ text }) => text),
    ...(sourceLabels && Object.keys(sourceLabels).length > 0 ? [`from pods ${formatSelector(sourceLabels)}`] : []),
    ...(sourceNamespace ? [`from namespace ${sourceNamespace}`] : []),
  ];
}

const exact = /^path is "(.*)"$/;
const prefix = /^path starts with "(.*)\/"$/;

/** An exact path and all below it, which is how a prefix of whole segments is written in two matches, in one line. */
function belowPaths(all: readonly string[][]): string[][] {
  const joined: string[][] = [];
  for (const parts of all) {
    const [, below] = prefix.exec(parts[0] ?? '') ?? [];
    const rest = parts.slice(1).join();
    const at = joined.findIndex((other) => exact.exec(other[0] ?? '')?.[1] === below && other.slice(1).join() === rest);
    if (below === undefined || at < 0) joined.push(parts);
    else joined[at] = [`path ${below} and below`, ...parts.slice(1)];
  }
  return joined;
}

/** What a rule does beside choosing where requests go. */
export function effectLines({ redirect, directResponse, rewrite, fault, timeout }: HttpRouteSpec): string[] {
  const { abort, delay } = fault ?? {};
  return [
    ...(redirect ? [`redirects with ${redirect.redirectCode || 301}`] : []),
    ...(directResponse && !redirect ? [`answers ${directResponse.status ?? 0} itself`] : []),
    ...(rewrite?.uri ? [`rewrites the path to ${rewrite.uri}`] : []),
    ...(rewrite?.uriRegexRewrite ? [`rewrites the path to ${rewrite.uriRegexRewrite.rewrite ?? ''}`] : []),
    ...(rewrite?.authority ? [`rewrites the host to ${rewrite.authority}`] : []),
    ...(abort ? [`fault: ${abort.percentage?.value ?? 0} % get ${abort.httpStatus ?? abort.grpcStatus ?? ''}`] : []),
    ...(delay ? [`fault: ${delay.percentage?.value ?? delay.percent ?? 0} % wait ${delay.fixedDelay ?? ''}`] : []),
    ...(timeout && timeout !== '0s' ? [`timeout ${timeout}`] : []),
  ];
}
