/**
 * What runs where a pod names an image that no program is known for: answers every request on the container's ports with
 * what arrived. Arguments: the image, and the ports joined by commas.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { hostname } from 'node:os';

const [image = '', ports = ''] = process.argv.slice(2);

function answerTo({ method, url, headers }: IncomingMessage): object {
  const { host, ...others } = headers;
  return { image, pod: hostname(), method, host, path: url, headers: others };
}

for (const port of ports.split(',').filter(Boolean)) {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answerTo(request)));
  });
  server.listen(Number(port), '0.0.0.0');
}
process.on('SIGTERM', () => process.exit(0));
