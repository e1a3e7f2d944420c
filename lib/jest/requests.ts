import { type Request, request as requestOf } from '../route/request/request';

type Headers = Readonly<Record<string, string | readonly string[]>>;

/** A GET request for a URL, with headers. @throws TypeError if it is no http or https URL */
export function GET(url: string, headers: Headers = {}): Request {
  return requestOf(url, { headers });
}

/** A POST request for a URL, with headers. @throws TypeError if it is no http or https URL */
export function POST(url: string, headers: Headers = {}): Request {
  return requestOf(url, { method: 'POST', headers });
}

/** A request with any method. @throws TypeError if it is no http or https URL */
export function request(method: string, url: string, headers: Headers = {}): Request {
  return requestOf(url, { method, headers });
}
