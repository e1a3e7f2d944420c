import type {
  OutlierDetection,
  TrafficPolicy,
  TrafficPolicy_PortTrafficPolicy,
  TrafficPolicy_ProxyProtocol,
  TrafficPolicy_TunnelSettings,
} from '../../../../imports/protobuf/networking';
import { quote } from '../../values/describe';
import { domainProblem } from '../../values/hosts';
import { isIpAddress } from '../../values/ip-address';
import type { Field } from '../../violation';
import { checkDuration } from '../durations';
import { checkPort } from '../ports';
import { checkClientTls } from './client-tls';
import { checkConnectionPool } from './connection-pool';
import { checkLoadBalancer } from './load-balancer';

/** How traffic to a host, or to a subset of it, is handled. */
export function checkTrafficPolicy(policy: TrafficPolicy | undefined, namespace: string, at: Field): void {
  if (policy === undefined) return;
  if (Object.keys(policy).length === 0) {
    at.error('the traffic policy is empty', { fix: 'give it a field, or leave it out' });
    return;
  }
  if (policy.tunnel !== undefined && policy.proxyProtocol !== undefined) {
    at.error('`tunnel` and `proxyProtocol` cannot both be given');
    return;
  }
  checkCommon(policy, namespace, at);
  for (const [index, settings] of (policy.portLevelSettings ?? []).entries())
    checkPortPolicy(settings, namespace, at.at('portLevelSettings', index).errorsOnly());
  checkTunnel(policy.tunnel, at.at('tunnel'));
  checkProxyProtocol(policy.proxyProtocol, at.at('proxyProtocol'));
}

/** What a policy may say for all ports and for a single one. */
function checkCommon(policy: TrafficPolicy_PortTrafficPolicy, namespace: string, at: Field): void {
  checkOutlierDetection(policy.outlierDetection, at.at('outlierDetection'));
  checkConnectionPool(policy.connectionPool, at.at('connectionPool'));
  checkLoadBalancer(policy.loadBalancer, policy.outlierDetection, at.at('loadBalancer'));
  checkClientTls(policy.tls, namespace, at.at('tls'));
}

/** Warnings about single ports are lost in istiod. */
function checkPortPolicy(policy: TrafficPolicy_PortTrafficPolicy, namespace: string, at: Field): void {
  const { port, ...settings } = policy;
  if (port === undefined) at.at('port').error('the settings name no port', { fix: 'write `port: { number: 80 }`' });
  if (Object.keys(settings).length === 0) at.error('the settings of the port are empty');
  checkCommon(settings, namespace, at);
}

function checkOutlierDetection(outlier: OutlierDetection | undefined, at: Field): void {
  if (outlier === undefined) return;
  checkDuration(outlier.baseEjectionTime, at.at('baseEjectionTime'));
  if (outlier.consecutiveErrors)
    at.at('consecutiveErrors').warning('`consecutiveErrors` is deprecated', {
      fix: 'use `consecutive5xxErrors` or `consecutiveGatewayErrors`',
    });
  if (!outlier.splitExternalLocalOriginErrors && (outlier.consecutiveLocalOriginFailures ?? 0) > 0) {
    at.at('consecutiveLocalOriginFailures').error('`consecutiveLocalOriginFailures` has no effect', {
      fix: 'set `splitExternalLocalOriginErrors: true`',
    });
  }
  checkDuration(outlier.interval, at.at('interval'));
  for (const field of ['maxEjectionPercent', 'minHealthPercent'] as const) {
    const percent = outlier[field] ?? 0;
    if (percent < 0 || percent > 100) at.at(field).error(`\`${percent}\` is not a percentage from 0 to 100`);
  }
}

function checkTunnel(tunnel: TrafficPolicy_TunnelSettings | undefined, at: Field): void {
  if (tunnel === undefined) return;
  const { protocol = '', targetHost = '', targetPort = 0 } = tunnel;
  if (!['', 'CONNECT', 'POST'].includes(protocol)) at.at('protocol').error(`${quote(protocol)} is neither \`CONNECT\` nor \`POST\``);
  const problem = domainProblem(targetHost);
  if (problem !== undefined && !isIpAddress(targetHost)) at.at('targetHost').error(problem);
  checkPort(targetPort, at.at('targetPort'));
}

function checkProxyProtocol(settings: TrafficPolicy_ProxyProtocol | undefined, at: Field): void {
  if (typeof settings?.version === 'number') at.at('version').error(`\`${settings.version}\` is neither \`V1\` nor \`V2\``);
}
