import type { HTTPHealthCheckConfig, ReadinessProbe, WorkloadGroup } from '../../../imports/protobuf/networking';
import { quote } from '../values/describe';
import type { Field } from '../violation';
import { checkLabels } from './labels';
import { checkPort } from './ports';

/** What istiod's webhook asks of a WorkloadGroup. Source: `ValidateWorkloadGroup` of `pkg/config/validation`. */
export function checkWorkloadGroup({ template, metadata, probe }: WorkloadGroup, at: Field): void {
  if (template === undefined) {
    at.at('template').error('required field `template` is missing');
    return;
  }
  checkLabels(metadata?.labels, at.at('metadata', 'labels'));
  if (probe !== undefined) checkProbe(probe, at.at('probe'));
}

function checkProbe(probe: ReadinessProbe, at: Field): void {
  for (const field of ['periodSeconds', 'initialDelaySeconds', 'timeoutSeconds', 'successThreshold', 'failureThreshold'] as const) {
    if ((probe[field] ?? 0) < 0) at.at(field).error(`\`${probe[field]}\` is negative`);
  }
  if (probe.httpGet) checkHttpProbe(probe.httpGet, at.at('httpGet'));
  else if (probe.tcpSocket) checkPort(probe.tcpSocket.port ?? 0, at.at('tcpSocket', 'port'));
  else if (probe.exec) {
    if (probe.exec.command === undefined) at.at('exec', 'command').error('the probe has no command');
  } else at.error('the probe has none of `httpGet`, `tcpSocket` and `exec`');
}

function checkHttpProbe({ port = 0, scheme = '', httpHeaders = [] }: HTTPHealthCheckConfig, at: Field): void {
  checkPort(port, at.at('port'));
  if (!['', 'HTTP', 'HTTPS'].includes(scheme)) at.at('scheme').error(`${quote(scheme)} is neither \`HTTP\` nor \`HTTPS\``);
  for (const [index, { name = '' }] of httpHeaders.entries()) {
    if (!/^[-A-Za-z0-9]+$/.test(name))
      at.at('httpHeaders', index, 'name').error(
        name === '' ? 'the header has no name' : `${quote(name)} is not the name of a probe's header`,
      );
  }
}
