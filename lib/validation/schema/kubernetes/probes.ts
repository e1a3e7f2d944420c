import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import { checkNumber, checkOneOf, type Maybe } from './field-checks';
import { checkPortReference } from './ports';

/** What a probe or a hook does: exactly one of these. */
interface Handler {
  readonly httpGet?: Maybe<HttpGet>;
  readonly tcpSocket?: Maybe<{ readonly port?: Maybe<number | string> }>;
  readonly exec?: Maybe<{ readonly command?: Maybe<readonly string[]> }>;
  /** Of a probe. */
  readonly grpc?: Maybe<{ readonly port?: Maybe<number> }>;
  /** Of a hook. */
  readonly sleep?: Maybe<{ readonly seconds?: Maybe<number> }>;
}

interface HttpGet {
  readonly port?: Maybe<number | string>;
  readonly scheme?: Maybe<string>;
  readonly httpHeaders?: Maybe<readonly { readonly name?: Maybe<string> }[]>;
}

interface Probe extends Handler {
  readonly initialDelaySeconds?: Maybe<number>;
  readonly timeoutSeconds?: Maybe<number>;
  readonly periodSeconds?: Maybe<number>;
  readonly successThreshold?: Maybe<number>;
  readonly failureThreshold?: Maybe<number>;
  readonly terminationGracePeriodSeconds?: Maybe<number>;
}

/** The fields of a container that probe it, and that are called when it starts and stops. */
export interface Probed {
  readonly readinessProbe?: Maybe<Probe>;
  readonly livenessProbe?: Maybe<Probe>;
  readonly startupProbe?: Maybe<Probe>;
  readonly lifecycle?: Maybe<{ readonly postStart?: Maybe<Handler>; readonly preStop?: Maybe<Handler> }>;
}

export const probeFields = ['readinessProbe', 'livenessProbe', 'startupProbe', 'lifecycle'] as const;

/**
 * Source: `validateProbe`, `validateLifecycle`.
 *
 * @param graceSeconds - how long the pod has to stop
 */
export function checkProbes(container: Probed, graceSeconds: number, at: Field): void {
  for (const kind of ['readinessProbe', 'livenessProbe', 'startupProbe'] as const) {
    const probe = container[kind];
    if (probe) checkProbe(probe, kind === 'readinessProbe', at.at(kind));
  }
  for (const hook of ['postStart', 'preStop'] as const) {
    const handler = container.lifecycle?.[hook];
    const place = at.at('lifecycle', hook);
    if (!handler) continue;
    checkHandler(handler, ['exec', 'httpGet', 'tcpSocket', 'sleep'], place);
    if (handler.sleep) checkNumber(handler.sleep.seconds, { least: 0, most: graceSeconds }, place.at('sleep', 'seconds'));
  }
}

function checkProbe(probe: Probe, isReadiness: boolean, at: Field): void {
  checkHandler(probe, ['httpGet', 'tcpSocket', 'exec', 'grpc'], at);
  for (const field of ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const)
    checkNumber(probe[field], { least: 0 }, at.at(field));
  checkNumber(probe.terminationGracePeriodSeconds, { least: 1 }, at.at('terminationGracePeriodSeconds'));
  if (isReadiness && (probe.terminationGracePeriodSeconds ?? undefined) !== undefined)
    at.at('terminationGracePeriodSeconds').error('a readiness probe stops no container', { fix: 'leave the field out' });
  if (!isReadiness && (probe.successThreshold || 1) !== 1)
    at.at('successThreshold').error(`\`${probe.successThreshold}\` is not \`1\``, {
      why: 'only a readiness probe may ask for more than one success',
    });
}

function checkHandler(handler: Handler, kinds: readonly (keyof Handler)[], at: Field): void {
  const given = kinds.filter((kind) => handler[kind]);
  if (given.length === 0) at.error(`none of ${kinds.map(quote).join(', ')} is given, and one is needed`);
  if (given.length > 1) at.error(`more than one of ${given.map(quote).join(', ')} is given`, { fix: 'leave one' });
  for (const kind of ['httpGet', 'tcpSocket', 'grpc'] as const)
    if (handler[kind]) checkPortReference(handler[kind]?.port ?? 0, at.at(kind, 'port'));
  checkOneOf(handler.httpGet?.scheme, ['HTTP', 'HTTPS'], at.at('httpGet', 'scheme'));
  for (const [index, { name }] of (handler.httpGet?.httpHeaders ?? []).entries()) {
    if (!/^[-A-Za-z0-9]+$/.test(name ?? ''))
      at.at('httpGet', 'httpHeaders', index, 'name').error(`${quote(name ?? '')} is not the name of a header`, {
        why: 'names are letters, digits and `-`',
      });
  }
  if (handler.exec && (handler.exec.command ?? []).length === 0) at.at('exec', 'command').error('no command is given');
}
