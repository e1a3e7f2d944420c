import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import { checkCountOrPercentage, checkCountOrShare } from './disruption-budget';
import { checkNumber, checkOneOf, type Maybe } from './field-checks';
import { isGiven } from './quantities';

/** How a new version of the pods takes the place of the old one. */
export interface Strategy {
  readonly type?: Maybe<string>;
  readonly rollingUpdate?: Maybe<{
    readonly maxUnavailable?: Maybe<number | string>;
    readonly maxSurge?: Maybe<number | string>;
    /** Of a StatefulSet. */
    readonly partition?: Maybe<number>;
  }>;
}

/** Source: `ValidateDeploymentStrategy`. */
export function checkDeploymentStrategy({ type, rollingUpdate }: Strategy, at: Field): void {
  checkOneOf(type, ['RollingUpdate', 'Recreate'], at.at('type'));
  if (type === 'Recreate' && rollingUpdate) notRolling(type, at.at('rollingUpdate'));
  if ((type || 'RollingUpdate') !== 'RollingUpdate') return;
  const { maxUnavailable = '25%', maxSurge = '25%' } = rollingUpdate ?? {};
  checkCountOrShare(maxUnavailable, at.at('rollingUpdate', 'maxUnavailable'));
  checkCountOrPercentage(maxSurge, at.at('rollingUpdate', 'maxSurge'));
  if (isNone(maxUnavailable) && isNone(maxSurge)) neither(at.at('rollingUpdate'));
}

/** Source: `ValidateDaemonSetUpdateStrategy`. */
export function checkDaemonStrategy({ type, rollingUpdate }: Strategy, at: Field): void {
  checkOneOf(type, ['RollingUpdate', 'OnDelete'], at.at('type'));
  if ((type || 'RollingUpdate') !== 'RollingUpdate') return;
  const { maxUnavailable = 1, maxSurge = 0 } = rollingUpdate ?? {};
  checkCountOrShare(maxUnavailable, at.at('rollingUpdate', 'maxUnavailable'));
  checkCountOrShare(maxSurge, at.at('rollingUpdate', 'maxSurge'));
  if (isNone(maxUnavailable) && isNone(maxSurge)) neither(at.at('rollingUpdate'));
  if (!isNone(maxUnavailable) && !isNone(maxSurge))
    at.at('rollingUpdate').error('only one of `maxSurge` and `maxUnavailable` may be more than 0', {
      why: '`maxUnavailable` is `1` unless it is given',
      fix: 'write `maxUnavailable: 0` beside `maxSurge`',
    });
}

/** Source: `validateRollingUpdateStatefulSet`. `maxUnavailable` is dropped unless the API server is started with its feature. */
export function checkSetStrategy({ type, rollingUpdate }: Strategy, at: Field): void {
  checkOneOf(type, ['RollingUpdate', 'OnDelete'], at.at('type'));
  if (type === 'OnDelete' && rollingUpdate) notRolling(type, at.at('rollingUpdate'));
  if (type !== 'OnDelete') checkNumber(rollingUpdate?.partition, { least: 0 }, at.at('rollingUpdate', 'partition'));
}

function notRolling(type: string, at: Field): void {
  at.error(`\`rollingUpdate\` does not go with the type ${quote(type)}`, { fix: 'leave `rollingUpdate` out' });
}

function neither(at: Field): void {
  at.error('`maxUnavailable` and `maxSurge` are both 0', {
    why: 'then no pod can be replaced',
    fix: 'use `1` for one of them',
  });
}

function isNone(value: Maybe<number | string>): boolean {
  return isGiven(value) && (typeof value === 'number' ? value : Number(/^(\d+)%$/.exec(value)?.[1] ?? value)) === 0;
}
