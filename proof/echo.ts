/**
 * What runs where a pod names an image that no program is known for: answers every request on the container's ports with
 * what arrived, by HTTP/1.1 or HTTP/2 without TLS, as a gRPC service is called. Arguments: the image, and the ports joined by commas.
 */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createServer as createHttp2Server, type Http2ServerResponse } from 'node:http2';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { hostname } from 'node:os';

const [image = '', ports = ''] = process.argv.slice(2);

interface Arrived {
  readonly method?: string;
  readonly url?: string;
  readonly headers: IncomingHttpHeaders;
}

function answerTo({ method, url, headers }: Arrived): string {
  const { host, ':authority': authority, ...others } = headers;
  const plain = Object.entries(others).filter(([name]) => !name.startsWith(':'));
  return JSON.stringify({ image, pod: hostname(), method, host: host ?? authority, path: url, headers: Object.fromEntries(plain) });
}

const http1 = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(answerTo(request));
});
const http2 = createHttp2Server((request, response) => {
  if (request.url === '/grpc.health.v1.Health/Check') return serving(response);
  response.setHeader('content-type', 'application/json');
  response.end(answerTo(request));
});

/** The answer to a gRPC probe: a message of 2 bytes that says `SERVING`. Source: `grpc.health.v1.HealthCheckResponse`. */
function serving(response: Http2ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/grpc' });
  response.addTrailers({ 'grpc-status': '0' });
  response.end(Buffer.from([0, 0, 0, 0, 2, 8, 1]));
}

/** The first bytes tell the protocol: HTTP/2 begins with `PRI`. */
function accept(socket: Socket): void {
  socket.on('error', () => socket.destroy());
  socket.once('data', (first) => {
    socket.pause();
    socket.unshift(first);
    if (first.toString('latin1', 0, 3) === 'PRI') http2.emit('connection', socket);
    else {
      http1.emit('connection', socket);
      socket.resume();
    }
  });
}

for (const port of ports.split(',').filter(Boolean)) createTcpServer(accept).listen(Number(port), '0.0.0.0');
process.on('SIGTERM', () => process.exit(0));
