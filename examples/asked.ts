/** One request to an example and what must come of it: its tests ask the evaluator, the proof the real plane. */
export interface Asked {
  readonly url: string;
  /** @default GET */
  readonly method?: 'GET' | 'POST';
  /** @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Service whose pod asks, through its sidecar. @default - from outside, at the gateway */
  readonly from?: string;
  /** Folder of `dist` that is applied over the rest. @default - none */
  readonly over?: string;
  /** Percent of the requests by what answers them: `service`, or `service:version`. @default - no service: a proxy answers */
  readonly answers?: Readonly<Record<string, number>>;
  /** Path at which the service is asked. @default - any */
  readonly path?: string;
  /** @default 200 */
  readonly status?: number | 'cut off';
  /** Where the client is sent. @default - nowhere */
  readonly location?: string;
  /** Why only the evaluator can be asked. @default - it can be asked of both */
  readonly notLive?: string;
}

/** The request as a title: `web: POST http://cart:7070/ over canary  mode: dev`. */
export function titleOfAsked({ from, method = 'GET', url, over, headers = {} }: Asked): string {
  const given = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
  return `${over ? `over ${over}, ` : ''}${from ?? 'outside'}: ${method} ${url}${given.join('')}`;
}
