import { quote } from '../../values/describe';
import { dnsLabelProblem } from '../../values/names';
import { quantityOf } from '../../values/quantity';
import type { Field } from '../../violation';
import { complain } from '../metadata';
import { checkOneOf, checkUnique, type Maybe } from './field-checks';
import { checkPortNumber, checkPortReference, portNameProblem, transportProtocols } from './ports';

/** The part of a container that its rules look at. */
export interface Container {
  readonly name?: Maybe<string>;
  readonly image?: Maybe<string>;
  readonly imagePullPolicy?: Maybe<string>;
  readonly ports?: Maybe<readonly ContainerPort[]>;
  readonly env?: Maybe<readonly { readonly name?: Maybe<string>; readonly value?: Maybe<string>; readonly valueFrom?: Maybe<object> }[]>;
  readonly volumeMounts?: Maybe<readonly { readonly name?: Maybe<string>; readonly mountPath?: Maybe<string> }[]>;
  readonly resources?: Maybe<{ readonly requests?: Maybe<Quantities>; readonly limits?: Maybe<Quantities> }>;
  readonly readinessProbe?: Maybe<Probe>;
  readonly livenessProbe?: Maybe<Probe>;
  readonly startupProbe?: Maybe<Probe>;
}

interface ContainerPort {
  readonly name?: Maybe<string>;
  readonly containerPort?: Maybe<number>;
  readonly hostPort?: Maybe<number>;
  readonly protocol?: Maybe<string>;
}

/** `null` is a quantity too: none. */
type Quantities = Readonly<Record<string, Maybe<number | string>>>;

interface Probe {
  readonly httpGet?: Maybe<{ readonly port?: Maybe<number | string>; readonly scheme?: Maybe<string> }>;
  readonly tcpSocket?: Maybe<{ readonly port?: Maybe<number | string> }>;
  readonly exec?: Maybe<{ readonly command?: Maybe<readonly string[]> }>;
  readonly grpc?: Maybe<{ readonly port?: Maybe<number> }>;
  readonly successThreshold?: Maybe<number>;
}

/** Source: `validateContainers`. */
export function checkContainer(container: Container, volumes: ReadonlySet<string>, at: Field): void {
  complain(container.name ?? '', dnsLabelProblem, at.at('name'));
  checkImage(container.image ?? '', at.at('image'));
  checkOneOf(container.imagePullPolicy, ['Always', 'Never', 'IfNotPresent'], at.at('imagePullPolicy'));
  checkPorts(container.ports ?? [], at.at('ports'));
  checkEnvironment(container, at.at('env'));
  checkMounts(container, volumes, at.at('volumeMounts'));
  checkResources(container, at.at('resources'));
  for (const probe of ['readinessProbe', 'livenessProbe', 'startupProbe'] as const) checkProbe(container[probe], probe, at.at(probe));
}

function checkImage(image: string, at: Field): void {
  if (image === '') at.error('the container has no image');
  else if (image !== image.trim()) at.error(`${quote(image)} has a space at its start or end`);
}

function checkPorts(ports: readonly ContainerPort[], at: Field): void {
  for (const [index, { name, containerPort, hostPort, protocol }] of ports.entries()) {
    const problem = name ? portNameProblem(name) : undefined;
    if (problem !== undefined) at.at(index, 'name').error(problem);
    checkPortNumber(containerPort ?? 0, at.at(index, 'containerPort'));
    if (hostPort) checkPortNumber(hostPort, at.at(index, 'hostPort'));
    checkOneOf(protocol, transportProtocols, at.at(index, 'protocol'));
  }
  checkUnique(
    ports.map(({ name }) => name),
    'port',
    (index) => at.at(index, 'name'),
  );
}

function checkEnvironment({ env }: Container, at: Field): void {
  for (const [index, { name, value, valueFrom }] of (env ?? []).entries()) {
    if (!name) at.at(index, 'name').error('the variable has no name');
    else if (!/^[ -<>-~]+$/.test(name))
      at.at(index, 'name').error(`${quote(name)} is not the name of a variable`, { why: 'names are printable ASCII without `=`' });
    if (value && valueFrom) at.at(index).error('`value` does not go with `valueFrom`');
  }
}

function checkMounts({ volumeMounts }: Container, volumes: ReadonlySet<string>, at: Field): void {
  const paths = new Set<string>();
  for (const [index, { name, mountPath }] of (volumeMounts ?? []).entries()) {
    if (!volumes.has(name ?? '')) at.at(index, 'name').error(`the pod has no volume ${quote(name ?? '')}`);
    if (!mountPath) at.at(index, 'mountPath').error('the mount has no path');
    else if (paths.has(mountPath)) at.at(index, 'mountPath').error(`another volume is mounted at ${quote(mountPath)}`);
    paths.add(mountPath ?? '');
  }
}

/** Resources that need no domain in front of their name. */
const standardResources = ['cpu', 'memory', 'ephemeral-storage'];

/** Nobody may ask for more than the limit gives. */
function checkResources({ resources }: Container, at: Field): void {
  for (const field of ['requests', 'limits'] as const) {
    for (const name of Object.keys(resources?.[field] ?? {})) {
      if (!standardResources.includes(name) && !name.startsWith('hugepages-') && !name.includes('/'))
        at.at(field, name).error(`${quote(name)} is not a resource of a container`);
    }
  }
  for (const [name, request] of Object.entries(resources?.requests ?? {})) {
    const limit = resources?.limits?.[name];
    if (limit !== undefined && quantityOf(request ?? 0) > quantityOf(limit ?? 0))
      at.at('requests', name).error(`the request \`${request}\` is more than the limit \`${limit}\``);
  }
}

function checkProbe(probe: Maybe<Probe>, kind: string, at: Field): void {
  if (!probe) return;
  const handlers = (['httpGet', 'tcpSocket', 'exec', 'grpc'] as const).filter((handler) => probe[handler]);
  if (handlers.length !== 1)
    at.error(
      handlers.length === 0
        ? 'the probe has none of `httpGet`, `tcpSocket`, `exec` and `grpc`'
        : `the probe has more than one of ${handlers.map(quote).join(', ')}`,
    );
  for (const handler of ['httpGet', 'tcpSocket', 'grpc'] as const)
    if (probe[handler]) checkPortReference(probe[handler]?.port, at.at(handler, 'port'));
  checkOneOf(probe.httpGet?.scheme, ['HTTP', 'HTTPS'], at.at('httpGet', 'scheme'));
  if (probe.exec && (probe.exec.command ?? []).length === 0) at.at('exec', 'command').error('the probe has no command');
  if (kind !== 'readinessProbe' && (probe.successThreshold ?? 1) !== 1)
    at.at('successThreshold').error(`\`${probe.successThreshold}\` is not \`1\``, {
      why: 'only a readiness probe may ask for more than one success',
    });
}
