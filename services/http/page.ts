import { hostname } from 'node:os';

/** What an answer is made from. */
export interface Visit {
  readonly app: string;
  readonly version: string | null;
  /** From `pathOf`. */
  readonly path: string;
}

/** What to send as JSON. */
export type Answer = (visit: Visit) => object | Promise<object>;

/** The article's page: which app, which pod, which path. */
export function page(kind: string) {
  return ({ app, path }: Visit) => ({ app, served_from: hostname(), title: `${app} ${kind} Page`, path });
}

/** A request's path as it arrived: neither decoded nor with its slashes merged, so that it shows what a rewrite made of it. Without the query. */
export function pathOf({ originalUrl }: { readonly originalUrl: string }): string {
  return originalUrl.split('?', 1)[0] ?? '';
}
