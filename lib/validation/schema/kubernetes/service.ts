import { quote } from '../../values/describe';
import { dnsLabelProblem, dnsSubdomainProblem, qualifiedNameProblem } from '../../values/names';
import type { Field } from '../../violation';
import { checkLabels, complain } from '../metadata';
import { checkOneOf, checkUnique, type Maybe } from './field-checks';
import { checkPortNumber, checkPortReference, transportProtocols } from './ports';
import { checkAddresses, isHeadless, type ServiceAddresses } from './service-addresses';
import { checkLoadBalancer, type LoadBalancerFields } from './service-load-balancer';
import { checkNodePorts } from './service-node-ports';
import { checkTraffic, type TrafficFields } from './service-traffic';

/** The part of a Service that its rules look at. */
interface Service {
  readonly metadata?: Maybe<{ readonly annotations?: Maybe<Readonly<Record<string, string>>> }>;
  readonly spec?: Maybe<ServiceSpec>;
}

interface ServiceSpec extends ServiceAddresses, LoadBalancerFields, TrafficFields {
  readonly externalName?: Maybe<string>;
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

/** Source: `ValidateService`, and what `registry/core/service/storage` says as it allocates addresses and node ports. */
export function checkService(object: Service, root: Field): void {
  const at = root.at('spec');
  const spec = object.spec ?? {};
  const ports = spec.ports ?? [];
  checkOneOf(spec.type, ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'], at.at('type'));
  checkLabels(spec.selector, at.at('selector'));
  if (spec.type === 'ExternalName') checkExternalName(spec.externalName ?? '', at.at('externalName'));
  else if (ports.length === 0 && !isHeadless(spec)) at.at('ports').error('the Service has no port');
  for (const [index, port] of ports.entries()) checkServicePort(port, ports.length > 1, at.at('ports', index));
  checkUnique(
    ports.map(({ name }) => name),
    'port',
    (index) => at.at('ports', index, 'name'),
  );
  checkPortPairs(ports, at.at('ports'));
  checkNodePorts(spec, at);
  checkAddresses(spec, at);
  checkLoadBalancer(spec, object.metadata?.annotations ?? {}, root);
  checkTraffic(spec, at);
  checkTopology(object.metadata?.annotations ?? {}, root.at('metadata', 'annotations'));
}

function checkExternalName(name: string, at: Field): void {
  if (name === '' || name === '.') at.error('a Service of type `ExternalName` needs an `externalName`');
  else complain(name.replace(/\.$/, ''), dnsSubdomainProblem, at);
}

function checkServicePort({ name, port, protocol, targetPort, appProtocol }: ServicePort, needsName: boolean, at: Field): void {
  if (!name && needsName)
    at.at('name').error('each of several ports needs a name', { fix: 'name it by its protocol, such as `http` or `grpc-api`' });
  if (name) complain(name, dnsLabelProblem, at.at('name'));
  checkPortNumber(port ?? 0, at.at('port'));
  checkOneOf(protocol, transportProtocols, at.at('protocol'));
  if (targetPort !== '' && targetPort !== 0) checkPortReference(targetPort, at.at('targetPort'));
  if (typeof appProtocol === 'string') complain(appProtocol, qualifiedNameProblem, at.at('appProtocol'));
}

/** A port is told from the others by number and protocol. */
function checkPortPairs(ports: readonly ServicePort[], at: Field): void {
  const seen = new Set<string>();
  for (const [index, { port, protocol }] of ports.entries()) {
    const pair = `${port}/${protocol || 'TCP'}`;
    if (seen.has(pair)) at.at(index).error(`another port is ${quote(pair)} too`);
    seen.add(pair);
  }
}

const topologyMode = 'service.kubernetes.io/topology-mode';
const topologyHints = 'service.kubernetes.io/topology-aware-hints';

/** The annotation and its older name must agree. */
function checkTopology(annotations: Readonly<Record<string, string>>, at: Field): void {
  const { [topologyMode]: mode, [topologyHints]: hints } = annotations;
  if (mode !== undefined && hints !== undefined && mode !== hints)
    at.at(topologyMode).error(`${quote(mode)} is not the value of \`${topologyHints}\`, which is ${quote(hints)}`, {
      why: 'the second is the older name of the first',
      fix: `leave \`${topologyHints}\` out`,
    });
}
