import { quote } from '../../values/describe';
import { dnsLabelProblem, dnsSubdomainProblem, qualifiedNameProblem } from '../../values/names';
import type { Field } from '../../violation';
import { checkLabels, complain } from '../metadata';
import { checkOneOf, checkPortNumber, checkPortReference, checkUnique, type Maybe, transportProtocols } from './ports';

interface Service {
  readonly spec?: Maybe<ServiceSpec>;
}

interface ServiceSpec {
  readonly type?: Maybe<string>;
  readonly clusterIP?: Maybe<string>;
  readonly externalName?: Maybe<string>;
  readonly sessionAffinity?: Maybe<string>;
  readonly selector?: Maybe<object>;
  readonly ports?: Maybe<readonly ServicePort[]>;
}

interface ServicePort {
  readonly name?: Maybe<string>;
  readonly port?: Maybe<number>;
  readonly protocol?: Maybe<string>;
  readonly targetPort?: Maybe<number | string>;
  readonly nodePort?: Maybe<number>;
  readonly appProtocol?: Maybe<string>;
}

/** Source: `ValidateService`. */
export function checkService(object: Service, root: Field): void {
  const at = root.at('spec');
  const spec = object.spec ?? {};
  const ports = spec.ports ?? [];
  checkOneOf(spec.type, ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'], at.at('type'));
  checkOneOf(spec.sessionAffinity, ['None', 'ClientIP'], at.at('sessionAffinity'));
  checkLabels(spec.selector, at.at('selector'));
  if (spec.type === 'ExternalName') checkExternalName(spec.externalName ?? '', at.at('externalName'));
  else if (ports.length === 0 && spec.clusterIP !== 'None') at.at('ports').error('the Service has no port');
  for (const [index, port] of ports.entries()) checkServicePort(port, ports.length > 1, spec, at.at('ports', index));
  checkUnique(
    ports.map(({ name }) => name),
    'port',
    (index) => at.at('ports', index, 'name'),
  );
  checkPortPairs(ports, at.at('ports'));
}

function checkExternalName(name: string, at: Field): void {
  if (name === '') at.error('a Service of type `ExternalName` needs an `externalName`');
  else complain(name.replace(/\.$/, ''), dnsSubdomainProblem, at);
}

function checkServicePort(
  { name, port, protocol, targetPort, nodePort, appProtocol }: ServicePort,
  needsName: boolean,
  { type }: ServiceSpec,
  at: Field,
): void {
  if (!name && needsName)
    at.at('name').error('each of several ports needs a name', { fix: 'name it by its protocol, such as `http` or `grpc-api`' });
  if (name) complain(name, dnsLabelProblem, at.at('name'));
  checkPortNumber(port ?? 0, at.at('port'));
  checkOneOf(protocol, transportProtocols, at.at('protocol'));
  if (targetPort !== '' && targetPort !== 0) checkPortReference(targetPort, at.at('targetPort'));
  if (typeof appProtocol === 'string') complain(appProtocol, qualifiedNameProblem, at.at('appProtocol'));
  if (nodePort && (type ?? 'ClusterIP') === 'ClusterIP')
    at.at('nodePort').error('a Service of type `ClusterIP` has no node port', { fix: 'leave `nodePort` out, or use type `NodePort`' });
}

/** A port is told from the others by number and protocol. */
function checkPortPairs(ports: readonly ServicePort[], at: Field): void {
  const seen = new Set<string>();
  for (const [index, { port, protocol }] of ports.entries()) {
    const pair = `${port}/${protocol ?? 'TCP'}`;
    if (seen.has(pair)) at.at(index).error(`another port is ${quote(pair)} too`);
    seen.add(pair);
  }
}
