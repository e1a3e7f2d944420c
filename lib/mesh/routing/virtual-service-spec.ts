import { anything, type Decoded, flag, list, map, number, record, text } from '../decode';

/** At most one of the three is set; none means presence. Source: Istio `StringMatch`. */
export const stringMatch = record({ exact: text, prefix: text, regex: text });

const percent = record({ value: number });
const destination = record({ host: text, subset: text, port: record({ number }) });
const headerOperations = record({ set: map(text), add: map(text), remove: list(text) });
const headers = record({ request: headerOperations, response: headerOperations });

const l4 = { destinationSubnets: list(text), port: number, sourceLabels: map(text), gateways: list(text), sourceNamespace: text };

const httpMatch = record({
  name: text,
  uri: stringMatch,
  scheme: stringMatch,
  method: stringMatch,
  authority: stringMatch,
  headers: map(stringMatch),
  withoutHeaders: map(stringMatch),
  queryParams: map(stringMatch),
  ignoreUriCase: flag,
  port: number,
  sourceLabels: map(text),
  sourceNamespace: text,
  gateways: list(text),
  statPrefix: text,
});

const corsPolicy = record({
  allowOrigin: list(text),
  allowOrigins: list(stringMatch),
  allowMethods: list(text),
  allowHeaders: list(text),
  exposeHeaders: list(text),
  allowCredentials: anything,
  maxAge: text,
  unmatchedPreflights: text,
});

const fault = record({
  abort: record({ httpStatus: number, grpcStatus: text, http2Error: text, percentage: percent }),
  delay: record({ fixedDelay: text, exponentialDelay: text, percent: number, percentage: percent }),
});

const http = record({
  name: text,
  match: list(httpMatch),
  route: list(record({ destination, weight: number, headers })),
  redirect: record({ uri: text, prefixRewrite: text, authority: text, scheme: text, port: number, derivePort: text, redirectCode: number }),
  directResponse: record({ status: number, body: record({ string: text, bytes: text }) }),
  delegate: record({ name: text, namespace: text }),
  rewrite: record({ uri: text, authority: text, uriRegexRewrite: record({ match: text, rewrite: text }) }),
  timeout: text,
  retries: anything,
  fault,
  mirror: destination,
  mirrors: list(record({ destination, percentage: percent })),
  mirrorPercent: number,
  mirrorPercentage: percent,
  corsPolicy,
  headers,
});

const weighted = list(record({ destination, weight: number }));

/** The fields of a VirtualService that say for whom it is. Source: `istio.io/api` `VirtualService`. */
export const virtualServiceHead = record({ hosts: list(text), gateways: list(text), exportTo: list(text) });

/** The fields that say what becomes of a request or a connection. */
export const virtualServiceRules = record({
  http: list(http),
  tls: list(record({ match: list(record({ ...l4, sniHosts: list(text) })), route: weighted })),
  tcp: list(record({ match: list(record(l4)), route: weighted })),
});

export type StringMatch = Decoded<typeof stringMatch>;
export type HttpMatchSpec = Decoded<typeof httpMatch>;
export type HttpRouteSpec = Decoded<typeof http>;
export type DestinationSpec = Decoded<typeof destination>;
export type WeightedDestination = NonNullable<HttpRouteSpec['route']>[number];
export type HeadersSpec = Decoded<typeof headers>;
export type VirtualServiceRules = Decoded<typeof virtualServiceRules>;
export type TlsRouteSpec = NonNullable<VirtualServiceRules['tls']>[number];
export type TcpRouteSpec = NonNullable<VirtualServiceRules['tcp']>[number];
