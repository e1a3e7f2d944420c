import type { Asked } from '../../examples/asked';
import { binomialInterval } from '../requests/binomial';
import { HttpClient } from '../requests/client';
import { splitUrl } from '../requests/row';
import type { Bench } from './scenario';

/** Where requests go. */
export interface Entrance {
  /** Namespace of the services. */
  readonly namespace: string;
  /** Pods that requests from outside go to: their namespace and label `istio`. @default - Istio's own ingress gateway */
  readonly gateway?: { readonly namespace: string; readonly istio: string };
}

/** An answer as far as the table says it: who answered, at which path. */
interface Answered {
  readonly status: number | 'cut off';
  readonly image?: string;
  readonly path?: string;
  readonly location?: string;
}

/** As many as tell shares apart, else one. */
const timesOf = ({ answers = {} }: Asked): number => (Object.keys(answers).length > 1 ? 400 : 1);

/** Sends a request as often as its shares need. @throws Error when nobody can send it */
export function ask(row: Asked, example: Entrance, bench: Bench): Promise<Answered[]> {
  return row.from === undefined ? askGateway(row, example, bench) : askPod(row, row.from, example, bench);
}

async function askGateway(row: Asked, { gateway }: Entrance, { plane, gateway: ingress }: Bench): Promise<Answered[]> {
  const { host, path } = splitUrl(row.url);
  const own = gateway && plane.kubelet.list(gateway.namespace).find(({ pod }) => pod.metadata.labels?.istio === gateway.istio);
  const client = own ? new HttpClient(own.ip ?? '', 8080) : ingress.client();
  try {
    const answers: Answered[] = [];
    for (let sent = 0; sent < timesOf(row); sent += 16) {
      const some = Array.from({ length: Math.min(16, timesOf(row) - sent) }, () =>
        client.send({ method: row.method, host, path, headers: row.headers }),
      );
      const came = await Promise.all(some);
      answers.push(...came.map(({ status, headers, body }) => ({ status, location: text(headers.location), ...standIn(body) })));
    }
    return answers;
  } finally {
    if (own) client.close();
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The stand-in tells what it is and what it was asked. */
function standIn(body: string): Pick<Answered, 'image' | 'path'> {
  try {
    const { image, path } = JSON.parse(body) as { image?: string; path?: string };
    return { image, path };
  } catch {
    return {};
  }
}

async function askPod(row: Asked, from: string, { namespace }: Entrance, { plane }: Bench): Promise<Answered[]> {
  const options = { method: row.method ?? 'GET', headers: row.headers ?? {} };
  const script = `const ask = () => fetch(${JSON.stringify(row.url)}, { ...${JSON.stringify(options)}, signal: AbortSignal.timeout(9000) })
    .then(async (answer) => ({ status: answer.status, body: await answer.text() }), () => ({ status: 'cut off', body: '' }));
  (async () => { const all = []; for (let sent = 0; sent < ${timesOf(row)}; sent += 16)
    all.push(...await Promise.all(Array.from({ length: Math.min(16, ${timesOf(row)} - sent) }, ask)));
    process.stdout.write(JSON.stringify(all), () => process.exit()); })()`;
  const asking = plane.kubelet.list(namespace).find(({ pod }) => pod.metadata.labels?.app === from);
  const printed = await asking?.container(from)?.exec(['node', '-e', script]);
  if (printed === undefined) throw new Error(`no pod of \`${from}\` runs`);
  const answers = JSON.parse(printed) as { status: Answered['status']; body: string }[];
  return answers.map(({ status, body }) => ({ status, ...standIn(body) }));
}

/** What is not as the table says; undefined when all is. */
export function difference(row: Asked, answers: readonly Answered[]): string | undefined {
  const wanted = row.status ?? 200;
  const wrong = answers.find(({ status }) => status !== wanted);
  if (wrong) return `expected ${wanted}, got ${wrong.status}${wrong.image ? ` from ${wrong.image}` : ''}`;
  if (row.location !== undefined) return wrongLocation(row.location, answers[0]?.location);
  if (row.path !== undefined && answers[0]?.path !== row.path) return `expected the path ${row.path}, got ${answers[0]?.path}`;
  const names = Object.entries(row.answers ?? {});
  if (names.length === 0) return answers[0]?.image && `expected no service to answer, got ${answers[0].image}`;
  for (const [name, percent] of names) {
    const count = answers.filter(({ image = '' }) => isOf(image, name)).length;
    const [least, most] = binomialInterval(answers.length, percent / 100);
    if (count < least || count > most) return `expected ${least} to ${most} of ${answers.length} from ${name}, got ${count}`;
  }
  return undefined;
}

const wrongLocation = (wanted: string, got: string | undefined): string | undefined =>
  got === wanted ? undefined : `expected to be sent to ${wanted}, got ${got}`;

/** `registry/shop/cart:v1` is of `cart:v1`, and of `cart`. */
function isOf(image: string, name: string): boolean {
  const own = image.slice(image.lastIndexOf('/') + 1);
  return own === name || own.split(':', 1)[0] === name;
}
