import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import type { Maybe } from './field-checks';

export const transportProtocols = ['TCP', 'UDP', 'SCTP'];

export function checkPortNumber(port: number, at: Field): void {
  if (port < 1 || port > 65535) at.error(`\`${port}\` is not a port`, { why: 'ports go from 1 to 65535' });
}

/** What is wrong with the name of a port of a container; undefined when nothing is. Source: `IsValidPortName`. */
export function portNameProblem(name: string): string | undefined {
  if (name.length > 15) return `${quote(name)} is longer than 15 characters`;
  const isRight = /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && /[a-z]/.test(name);
  return isRight ? undefined : `${quote(name)} must be lower case letters, digits and single inner \`-\`, with at least one letter`;
}

/** A port by number, or by the name that a container gives it. */
export function checkPortReference(port: Maybe<number | string>, at: Field): void {
  if (typeof port === 'number') checkPortNumber(port, at);
  const problem = typeof port === 'string' ? portNameProblem(port) : undefined;
  if (problem !== undefined) at.error(problem);
}
