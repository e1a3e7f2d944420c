/**
 * What runs beside the program of each pod: sends requests when it is told to, from the pod's own network and as an
 * ordinary user, so that they pass the pod's sidecar. Takes a list of calls as JSON on its port, and answers with a list.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { HttpClient, type HttpRequest } from '../requests/client';

/** A request, and where its connection goes. */
export interface Call extends HttpRequest {
  readonly ip: string;
  readonly port: number;
}

/** What came back. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body?: string;
  /** Set instead when the connection was refused or closed. */
  readonly error?: string;
}

/** Where every pod takes calls; its sidecar does not capture the port. */
export const callerPort = 9900;

const atOnce = 8;
const patienceSeconds = 8;

async function answerTo({ ip, port, headers = {}, ...request }: Call): Promise<Answer> {
  const client = new HttpClient(ip, port, 1);
  try {
    // On a connection of its own: one that is kept open still meets what the proxy did before.
    return await client.send({ ...request, headers: { ...headers, Connection: 'close' } }, patienceSeconds);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  } finally {
    client.close();
  }
}

async function answerAll(calls: readonly Call[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < calls.length) {
      const index = next++;
      answers[index] = await answerTo(calls[index] as Call);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return answers;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

if (require.main === module) {
  createServer((request, response) => {
    void bodyOf(request)
      .then((body) => answerAll(body === '' ? [] : (JSON.parse(body) as Call[])))
      .then((answers) => response.end(JSON.stringify(answers)));
  }).listen(callerPort, '0.0.0.0');
  process.on('SIGTERM', () => process.exit(0));
}
