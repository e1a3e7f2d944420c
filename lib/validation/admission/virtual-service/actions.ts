import type {
  CorsPolicy,
  HTTPDirectResponse,
  HTTPFaultInjection,
  HTTPFaultInjection_Abort,
  HTTPFaultInjection_Delay,
  HTTPMatchRequest,
  HTTPMirrorPolicy,
  HTTPRedirect,
  HTTPRewrite,
  Percent,
} from '../../../../imports/protobuf/networking';
import { closest } from '../../../text';
import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import { checkDuration } from '../durations';
import { checkPort } from '../ports';
import { checkRegex } from '../regexes';
import { checkDestination } from './destinations';
import { isHeaderName } from './headers';
import { checkPattern } from './matches';

export function checkRedirect(redirect: HTTPRedirect | undefined, matches: readonly HTTPMatchRequest[], at: Field): void {
  if (redirect === undefined) return;
  const { uri = '', prefixRewrite = '', authority = '', scheme = '', redirectCode: code = 0, port, derivePort } = redirect;
  const problem = (): string | undefined => {
    if (uri !== '' && prefixRewrite !== '') return 'a redirect may have `uri` or `prefixRewrite`, not both';
    if (prefixRewrite !== '' && matches.some((match) => match.uri !== undefined && match.uri.prefix === undefined))
      return '`prefixRewrite` needs every match of the path to be a prefix';
    if (!uri && !prefixRewrite && !authority && !scheme && port === undefined && derivePort === undefined)
      return 'the redirect changes nothing: it needs a `uri`, `authority`, `scheme` or `port`';
    if (code !== 0 && (code < 300 || code > 399)) return `\`${code}\` is not a redirect code: they go from 300 to 399`;
    return ['', 'http', 'https'].includes(scheme) ? undefined : `the scheme ${quote(scheme)} is neither \`http\` nor \`https\``;
  };
  const found = problem();
  if (found !== undefined) at.error(found);
  else if (port !== undefined && port > 0) checkPort(port, at.at('port'));
}

const kilobyte = 1024;

export function checkDirectResponse(response: HTTPDirectResponse | undefined, at: Field): void {
  if (response === undefined) return;
  const { string, bytes } = response.body ?? {};
  const size = bytes?.length ?? Buffer.byteLength(string ?? '');
  const why = 'each proxy gets the body with its configuration';
  if (size > kilobyte * kilobyte) at.at('body').error(`the body has ${size} bytes, at most 1 MB is allowed`, { why });
  else if (size > 100 * kilobyte) at.at('body').warning(`the body has ${size} bytes`, { why });
  checkStatus(response.status ?? 0, at.at('status'));
}

function checkStatus(status: number, at: Field): void {
  if (status < 200 || status > 600) at.error(`\`${status}\` is not an HTTP status from 200 to 599`);
}

export function checkRewrite(rewrite: HTTPRewrite | undefined, at: Field): void {
  if (rewrite === undefined) return;
  const { uri = '', authority = '', uriRegexRewrite: pattern } = rewrite;
  if (uri !== '' && pattern !== undefined) at.error('a rewrite may have `uri` or `uriRegexRewrite`, not both');
  else if (uri === '' && pattern === undefined && authority === '')
    at.error('the rewrite changes nothing: it needs a `uri`, `uriRegexRewrite` or `authority`');
  else if (pattern !== undefined && (!pattern.match || !pattern.rewrite))
    at.at('uriRegexRewrite').error('`match` and `rewrite` are both needed');
  else if (pattern?.match) checkRegex(pattern.match, at.at('uriRegexRewrite', 'match'));
}

export function checkMirrors(mirrors: readonly HTTPMirrorPolicy[], at: Field): void {
  for (const [index, { destination, percentage }] of mirrors.entries()) {
    if (destination === undefined) {
      at.at(index, 'destination').error('the mirror has no destination');
      continue;
    }
    checkDestination(destination, at.at(index, 'destination'));
    checkMirrorPercentage(percentage, at.at(index, 'percentage', 'value'));
  }
}

export function checkMirrorPercentage(percentage: Percent | undefined, at: Field): void {
  const { value = 0 } = percentage ?? {};
  if (value < 0 || value > 100) at.error(`\`${value}\` is not a percentage from 0 to 100`);
}

export function checkFault(fault: HTTPFaultInjection | undefined, at: Field): void {
  if (fault === undefined) return;
  if (fault.abort === undefined && fault.delay === undefined) at.error('the fault has neither `abort` nor `delay`');
  if (fault.abort) checkAbort(fault.abort, at.at('abort'));
  if (fault.delay) checkDelay(fault.delay, at.at('delay'));
}

const grpcStatuses = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

/** The warning about a fault without type is lost in istiod: faults only report errors. */
function checkAbort({ percentage, grpcStatus, http2Error, httpStatus }: HTTPFaultInjection_Abort, at: Field): void {
  checkFaultPercentage(percentage, at.at('percentage', 'value'));
  if (grpcStatus !== undefined && !grpcStatuses.includes(grpcStatus)) {
    const near = closest(grpcStatus, grpcStatuses);
    at.at('grpcStatus').error(`${quote(grpcStatus)} is not a gRPC status`, near === undefined ? {} : { fix: `did you mean \`${near}\`?` });
  }
  if (http2Error !== undefined)
    at.at('http2Error').error('aborting with an HTTP/2 error is not supported', { fix: 'use `httpStatus` or `grpcStatus`' });
  if (httpStatus !== undefined) checkStatus(httpStatus, at.at('httpStatus'));
}

function checkDelay({ percentage, fixedDelay, exponentialDelay }: HTTPFaultInjection_Delay, at: Field): void {
  checkFaultPercentage(percentage, at.at('percentage', 'value'));
  checkDuration(fixedDelay, at.at('fixedDelay'));
  checkDuration(exponentialDelay, at.at('exponentialDelay'));
  if (exponentialDelay !== undefined) at.at('exponentialDelay').error('an exponential delay is not supported', { fix: 'use `fixedDelay`' });
}

/** Envoy counts in millionths: a smaller share would round to nothing. */
function checkFaultPercentage(percentage: Percent | undefined, at: Field): void {
  const { value = 0 } = percentage ?? {};
  if (value < 0 || value > 100 || (value > 0 && value < 0.0001)) at.error(`\`${value}\` is neither 0 nor a percentage from 0.0001 to 100`);
}

const corsMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*'];

export function checkCors(policy: CorsPolicy | undefined, at: Field): void {
  if (policy === undefined) return;
  for (const [index, origin] of (policy.allowOrigins ?? []).entries()) {
    const place = at.at('allowOrigins', index);
    if (!(origin.exact || origin.prefix || origin.regex))
      place.error('the origin is empty', { fix: 'give `exact`, `prefix` or `regex` a value' });
    else checkPattern(origin, place);
  }
  for (const [index, method] of (policy.allowMethods ?? []).entries()) {
    if (!corsMethods.includes(method))
      at.at('allowMethods', index).error(`${quote(method)} is not an HTTP method`, { why: 'methods are upper case' });
  }
  for (const list of ['allowHeaders', 'exposeHeaders'] as const) {
    for (const [index, name] of (policy[list] ?? []).entries()) {
      if (name !== '*' && !isHeaderName(name))
        at.at(list, index).error(name === '' ? 'the header has no name' : `${quote(name)} is not a header name`);
    }
  }
  checkDuration(policy.maxAge, at.at('maxAge'));
  if (policy.maxAge !== undefined && policy.maxAge % 1_000_000_000n > 0n) at.at('maxAge').error('the age is not a whole number of seconds');
}
