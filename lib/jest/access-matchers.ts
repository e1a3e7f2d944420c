import { accessOf, calledPorts, plainCaller } from '../access/access';
import type { Access } from '../access/call';
import { callerNames, namesOf } from '../access/matrix';
import type { Mesh } from '../mesh/mesh';
import type { PartialRequest } from '../route/policy/attributes';
import { closest } from '../text';

/** Who calls whom, and what is known of the request. */
export interface Call {
  /** `namespace/workload`, or `plain text` for a pod without a proxy. */
  readonly from: string;
  /** `namespace/service`, or `namespace/service:port`. */
  readonly to: string;
  /** @default - any method */
  readonly method?: string;
  /** Without the query. @default - any path */
  readonly path?: string;
}

interface Result {
  readonly pass: boolean;
  message(): string;
}

/** Every such call is allowed, at every pod of the service. */
export function toAllow(mesh: Mesh, call: Call): Result {
  return result(mesh, call, { matcher: 'toAllow', holds: ({ permission }) => permission === 'allowed' });
}

/** No such call is allowed, at no pod of the service. */
export function toDeny(mesh: Mesh, call: Call): Result {
  return result(mesh, call, { matcher: 'toDeny', holds: ({ permission }) => permission === 'denied' });
}

/** No such call is allowed without a validated token. */
export function toRequireToken(mesh: Mesh, call: Call): Result {
  return result(mesh, call, { matcher: 'toRequireToken', holds: ({ requiresToken }) => requiresToken });
}

interface Expectation {
  readonly matcher: string;
  holds(access: Access): boolean;
}

function result(mesh: Mesh, call: Call, { matcher, holds }: Expectation): Result {
  const found = accessesOf(mesh, call);
  const pass = found.every(holds);
  const message = () => {
    const { from, to, method = 'any method', path = 'any path' } = call;
    const head = `expect(mesh)${pass ? '.not' : ''}.${matcher}({ ${from} → ${to}, ${method}, ${path} })`;
    return [head, ...found.map((each) => `  ${each.workload}:${each.port} ${each.permission}: ${each.reason}`)].join('\n');
  };
  return { pass, message };
}

/** @throws Error for a caller or a service that the mesh does not have */
function accessesOf(mesh: Mesh, { from, to, method, path }: Call): readonly Access[] {
  const caller = mesh.workloads.all.find(({ namespace, name }) => `${namespace}/${name}` === from);
  if (!caller && from !== plainCaller) throw unknown('workload', from, callerNames(mesh));
  const ports = calledPorts(mesh);
  const called = ports.filter((port) => namesOf(port).includes(to));
  if (called.length === 0) throw unknown('service with pods', to, ports.flatMap(namesOf));
  const request: PartialRequest = { ...(method === undefined ? {} : { method }), ...(path === undefined ? {} : { path }) };
  return called.map((port) => accessOf(mesh, caller, port, request));
}

function unknown(what: string, name: string, known: readonly string[]): Error {
  const near = closest(name, known);
  return new Error(`no ${what} is named \`${name}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`);
}
