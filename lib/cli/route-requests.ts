import { type Request, type RequestOptions, request } from '../route/request/request';
import { CannotRun } from './verb';

/** Values of `-H`, as curl takes them; a name given twice is sent twice. @throws CannotRun without a colon */
export function parseHeaders(values: readonly string[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const value of values) {
    const colon = value.indexOf(':');
    if (colon < 1) throw new CannotRun(`a header is written \`name: value\`, got \`${value}\``);
    const name = value.slice(0, colon).trim();
    const given = value.slice(colon + 1).trim();
    const known = headers[name];
    headers[name] = known === undefined ? given : [...[known].flat(), given];
  }
  return headers;
}

/** The request for a URL. @throws CannotRun if it is none */
export function parseUrl(url: string, options: RequestOptions): Request {
  try {
    return request(url, options);
  } catch (error) {
    throw new CannotRun(error instanceof Error ? error.message : String(error));
  }
}

/** A table of requests: a JSON object a line, or YAML: documents or lists of them. @throws CannotRun for what is no request */
export function parseTable(content: string): Request[] {
  return rows(content).map((row, index) => requestOf(row, `request ${index}`));
}

function rows(content: string): unknown[] {
  const lines = content.split('\n').filter((line) => line.trim() !== '');
  if (lines.every((line) => line.trimStart().startsWith('{'))) return lines.map((line, index) => parseLine(line, index + 1));
  const { parseAllDocuments }: typeof import('yaml') = require('yaml');
  const documents = parseAllDocuments(content);
  return (Array.isArray(documents) ? documents : []).flatMap((document) => {
    const [error] = document.errors;
    if (error) throw new CannotRun(`the table of requests is no YAML: ${error.message}`);
    return document.toJS() ?? [];
  });
}

/** One line of JSON. @throws CannotRun */
export function parseLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new CannotRun(`line ${number} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A request from its fields: a `url`, or `scheme`, `host`, `port` and `path`. @throws CannotRun */
export function requestOf(row: unknown, where: string): Request {
  if (typeof row !== 'object' || row === null) throw new CannotRun(`${where} is not an object with the fields of a request`);
  const {
    url,
    method = 'GET',
    scheme = 'http',
    host = null,
    path = '/',
    headers,
    sni,
    claims,
    token,
    sourceIp,
    clientCertificate,
    ...rest
  } = row as Partial<Request> & { url?: string };
  const sender = { token, sourceIp, clientCertificate };
  if (url !== undefined)
    return { ...parseUrl(url, { method, headers }), ...(sni === undefined ? {} : { sni }), ...(claims ? { claims } : {}), ...sender };
  return { method, scheme, port: rest.port ?? (scheme === 'https' ? 443 : 80), host, path, headers, sni, claims, ...sender };
}
