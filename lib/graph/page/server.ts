import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PageData } from './page-data';

/** What a page is served from. */
export interface PageSource {
  /** The manifests as they are now. @throws Error when they cannot be read */
  read(): PageData | Promise<PageData>;
  /** The whole page of data. */
  render(data: PageData): Promise<string>;
}

/** Serves one page on this machine alone, and tells open pages when its manifests are saved. */
export class PageServer {
  private readonly server: Server;
  private readonly listeners = new Set<ServerResponse>();
  private data: PageData | undefined;

  constructor(private readonly source: PageSource) {
    this.server = createServer((request, response) => {
      this.answer(request, response).catch((error: Error) => this.fail(response, error));
    });
  }

  /** @param port 0 takes any that is free @returns the URL @throws Error when the port is taken */
  async start(port: number): Promise<string> {
    this.data = await this.source.read();
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  /** Reads the manifests again and tells the pages. What cannot be read is told too, and the pages keep what they have. */
  async saved(): Promise<void> {
    try {
      this.data = await this.source.read();
      this.tell('saved');
    } catch (error) {
      this.tell(`the manifests cannot be read: ${(error as Error).message}`);
    }
  }

  /** @param message a line for every open page */
  tell(message: string): void {
    for (const listener of this.listeners) listener.write(`data: ${message.replace(/\s*\n\s*/g, ' ')}\n\n`);
  }

  async stop(): Promise<void> {
    for (const listener of this.listeners) listener.end();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // a page of elsewhere may have its own name lead here
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')) return end(response, 403, 'only this machine is served');
    if (request.method !== 'GET') return end(response, 405, 'only GET');
    const { data } = this;
    if (!data) return end(response, 503, 'not read yet');
    switch (request.url) {
      case '/':
        return end(response, 200, await this.source.render({ ...data, isLive: true }), 'text/html');
      case '/data.json':
        return end(response, 200, JSON.stringify({ ...data, isLive: true }), 'application/json');
      case '/events':
        return this.listen(request, response);
      default:
        return end(response, 404, 'there is one page: /');
    }
  }

  private listen(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
    response.write(': open\n\n');
    this.listeners.add(response);
    request.on('close', () => this.listeners.delete(response));
  }

  private fail(response: ServerResponse, error: Error): void {
    if (!response.headersSent) end(response, 500, error.message);
  }
}

const headers = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
} as const;

function end(response: ServerResponse, status: number, body: string, type = 'text/plain'): void {
  response.writeHead(status, { ...headers, 'content-type': `${type}; charset=utf-8` });
  response.end(body);
}
