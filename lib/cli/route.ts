import type { KubernetesObject } from '../istio/objects';
import { readManifests, readText } from '../manifest/read-manifests';
import type { GatewayPod } from '../mesh/gateways/gateway-ports';
import { Mesh } from '../mesh/mesh';
import type { Workload } from '../mesh/workloads/workloads';
import type { Decision } from '../route/answer/decision';
import { decisionJson } from '../route/answer/json';
import { factsOf } from '../route/answer/on-the-way';
import { notUsedJson } from '../route/answer/passed-over';
import { placeText, type TraceStep, traceText } from '../route/answer/trace';
import { GatewayRouter } from '../route/gateway/gateway-router';
import { IngressRouter } from '../route/gateway/ingress-router';
import { LoadBalancedRouter } from '../route/gateway/load-balanced-router';
import { undecidedOf } from '../route/policy/policy-stage';
import type { Request } from '../route/request/request';
import { explain, type Router } from '../route/router';
import { routerOf as routerOfWorkload } from '../route/router-of';
import { closest } from '../text';
import { shortened, visible } from '../visible';
import { addInputOptions, type InputOptions, pathsHelp, readInput } from './manifest-input';
import { parseHeaders, parseTable, parseUrl } from './route-requests';
import { addSenderOptions, balancerOf, customOf, keysOf, type SenderOptions, senderOf } from './route-sender';
import { CannotRun, type ExitCode, type Io, type Verb } from './verb';
import { warnOfRejected, warnOfUnread } from './warnings';

interface Options extends SenderOptions, InputOptions {
  readonly request: string;
  readonly header: string[];
  readonly from?: string;
  readonly gateway?: string;
  readonly json: boolean;
  readonly batch?: string;
  readonly cases?: string;
  readonly world?: string;
  readonly listening?: string;
}

const collect = (value: string, all: string[]): string[] => [...all, value];

/** `mesh route`: which pod answers this request, and why. */
export const routeVerb: Verb = {
  configure(command) {
    addSenderOptions(addInputOptions(command))
      .argument('[paths...]', `${pathsHelp}; first or last the URL to ask for`)
      .option('-X, --request <method>', 'method of the request', 'GET')
      .option('-H, --header <name: value>', 'header of the request; may be given again', collect, [])
      .option('--from <namespace/workload>', 'ask the sidecar of a workload instead of the gateway')
      .option('--gateway <namespace:label=value,...>', 'which gateway pod is asked')
      .option('--json', 'answer in JSON', false)
      .option('--batch <file>', 'answer a table of requests, JSON lines or YAML, with a line of JSON each; - for stdin')
      .option('--cases <file>', 'read JSON lines, one mesh per line: id, objects, gatewayPod, requests; - for stdin')
      .option('--world <path>', 'with --cases: objects that are in every case')
      .option('--listening <ports>', "ports on which the pods' programs listen, for example 8000,9000 (with --cases the default)");
  },
  run(command, io) {
    const options = command.opts<Options>();
    if (options.cases !== undefined) return routeCases(options, io);
    if (options.batch !== undefined) {
      return routeBatch(routerOf(meshOf(command.args, options, io), options), readAll(options.batch, io), { io, strict: options.strict });
    }
    const { url, paths } = urlOf(command.args);
    return routeOne(routerOf(meshOf(paths, options, io), options), { url, options }, io);
  },
};

/** The URL is written first or last; what else is written are paths. */
function urlOf(args: readonly string[]): { readonly url: string; readonly paths: readonly string[] } {
  const isUrl = (text: string | undefined) => text !== undefined && /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const [first, ...rest] = args;
  if (first !== undefined && isUrl(first) && !isUrl(args.at(-1))) return { url: first, paths: rest };
  const url = args.at(-1);
  if (!url) throw new CannotRun('there is no URL to ask for', 'mesh route dist http://example.com/path');
  return { url, paths: args.slice(0, -1) };
}

function routeOne(router: Router, { url, options }: { url: string; options: Options }, io: Io): ExitCode {
  const { request: method, header, json } = options;
  const { headers, ...sender } = senderOf(options);
  const request = parseUrl(url, { method, headers: { ...headers, ...parseHeaders(header) }, ...sender });
  const { decision, steps } = explain(router, request);
  io.out(json ? `${JSON.stringify(withTrace(request, decision, steps))}\n` : answerText(request, decision, steps));
  return exitCode(decision, options.strict);
}

function routeBatch(router: Router, table: string, { io, strict }: { io: Io; strict: boolean }): ExitCode {
  let code: ExitCode = 0;
  for (const request of parseTable(table)) {
    const { decision, steps } = explain(router, request);
    io.out(`${JSON.stringify(withTrace(request, decision, steps))}\n`);
    code = Math.max(code, exitCode(decision, strict)) as ExitCode;
  }
  return code;
}

function routeCases({ cases = '-', world, listening = '8000,9000' }: Options, io: Io): ExitCode {
  const { answerCases }: typeof import('./route-cases') = require('./route-cases');
  const objects: readonly KubernetesObject[] = world === undefined ? [] : worldOf(world, io);
  for (const line of answerCases(readAll(cases, io), { objects, listening: portsOf(listening) })) io.out(`${line}\n`);
  return 0;
}

/** A list of objects in JSON, or any path manifests are read from. */
function worldOf(path: string, io: Io): readonly KubernetesObject[] {
  const text = path.endsWith('.json') ? readAll(path, io) : '';
  if (text.trimStart().startsWith('[')) return JSON.parse(text);
  return readManifests([path], { stdin: io.stdin }).manifests.map(({ object }) => object);
}

function meshOf(paths: readonly string[], options: Options, io: Io): Mesh {
  const { listening, clusterDomain } = options;
  if (paths.length === 0) throw new CannotRun('there are no manifests to read', 'mesh route dist http://example.com/path');
  const { manifests, problems: unread, unrendered } = readInput(paths, options, io);
  warnOfUnread(unread, io);
  const { mesh, problems } = Mesh.load(manifests, {
    clusterDomain,
    unrendered,
    fetchedKeys: keysOf(options),
    listening: listening === undefined ? undefined : portsOf(listening),
  });
  warnOfRejected(problems, io);
  return mesh;
}

function routerOf(mesh: Mesh, options: Options): Router {
  const { from, gateway } = options;
  const custom = customOf(options);
  const balancer = balancerOf(options);
  if (from !== undefined && balancer)
    throw new CannotRun('`--behind` is for requests from outside, and `--from` names a workload', 'give one of them');
  if (from !== undefined) return routerOfWorkload(mesh, workloadOf(mesh, from), { custom });
  const router = gateway === undefined ? new IngressRouter(mesh, { custom }) : new GatewayRouter(mesh, parseGateway(gateway), { custom });
  return balancer ? new LoadBalancedRouter(router, balancer) : router;
}

function workloadOf(mesh: Mesh, name: string): Workload {
  const found = mesh.workloads.all.find((workload) => `${workload.namespace}/${workload.name}` === name);
  if (found) return found;
  const names = mesh.workloads.all.map((workload) => `${workload.namespace}/${workload.name}`);
  const near = closest(name, names);
  const known =
    names.length === 0 ? 'the input declares no workloads' : `there are ${names.slice(0, 8).join(', ')}${names.length > 8 ? ' …' : ''}`;
  throw new CannotRun(`no workload named \`${name}\``, near ? `did you mean \`${near}\`?` : known);
}

function parseGateway(text: string): GatewayPod {
  const [namespace, labels = '', ...more] = text.split(':');
  const pairs = labels
    .split(',')
    .filter(Boolean)
    .map((pair) => pair.split('='));
  if (!namespace || more.length > 0 || pairs.some((pair) => pair.length !== 2)) {
    throw new CannotRun(`a gateway pod is written \`namespace:label=value,…\`, got \`${text}\``, 'istio-system:istio=ingressgateway');
  }
  return { namespace, labels: Object.fromEntries(pairs) };
}

function portsOf(text: string): number[] {
  const ports = text.split(',').map(Number);
  if (ports.some((port) => !Number.isInteger(port) || port < 1 || port > 65535))
    throw new CannotRun(`ports are written \`8000,9000\`, got \`${text}\``);
  return ports;
}

function readAll(path: string, io: Io): string {
  return path === '-' ? io.stdin().toString('utf8') : readText(path);
}

function withTrace(request: Request, decision: Decision, steps: readonly TraceStep[]): object {
  return {
    ...decisionJson(decision, request),
    ...notUsedJson(steps),
    trace: steps.map(({ place, ...step }) => ({ ...step, ...(place ? { at: placeText(place) } : {}) })),
  };
}

/** A value as people see it: on one line, and not longer than a few. */
const text = (value: string): string => shortened(visible(value), longest);

const longest = 400;

function answerText(request: Request, decision: Decision, steps: readonly TraceStep[]): string {
  const { status, path, host, location, reason } = decisionJson(decision, request);
  const facts = [path && `path ${path}`, host && `host ${host}`, location && `location ${location}`, reason].flatMap((fact) =>
    fact ? [text(fact)] : [],
  );
  const way = factsOf(decision, request).map((fact) => `  ${words[fact.name] ?? fact.name.padEnd(11)} ${text(fact.text)}`);
  const undecided = decisionJson(decision, request).undecided ?? [];
  const notes = [
    ...undecided.map((note) => `  undecided   ${text(note)}`),
    ...decision.assumed.map((note) => `  assumed     ${text(note)}`),
  ];
  return [`${status}  ${facts.join('  ')}`, traceText(steps), ...way, ...notes, ''].join('\n');
}

/** Facts by the word a reader sees. */
const words: Readonly<Record<string, string>> = {
  requestHeaders: 'headers    ',
  responseHeaders: 'headers    ',
  directResponse: 'answer     ',
};

/** 0 when something answers, 1 for what Envoy rejects itself, for no answer at all and for a redirect to the same URL; with `--strict`, 3 when something is undecided. */
function exitCode(decision: Decision, strict: boolean): ExitCode {
  const { status, undecided, policies = [], loops } = decision;
  if (strict && undecided.length + undecidedOf(policies).length > 0) return 3;
  return status === 'error' || status >= 400 || loops ? 1 : 0;
}
