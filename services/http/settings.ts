import { networkInterfaces } from 'node:os';

/** What the environment of a service says. */
export interface Settings {
  /** Name the service answers with. From `APP_NAME`. @default - the service's own name */
  readonly app: string;
  /** Version it answers with and counts its requests under, for example `v2`. From `VERSION`. @default - none */
  readonly version: string | null;
  /** From `PORT`; 0 takes any free one. @default 8000 */
  readonly port: number;
  /** Address to listen on. From `HOST`. @default - every address of the pod, IPv6 included where there is any */
  readonly host: string;
  /** From `LOG_LEVEL`; `debug` also logs probes and scrapes. @default "info" */
  readonly logLevel: string;
  /** Seconds to go on serving after SIGTERM, while the mesh learns that the pod is leaving; part of the grace. From `DRAIN_SECONDS`. @default 5 */
  readonly drainSeconds: number;
  /** Seconds from SIGTERM to the end at the latest; below the pod's own grace period. From `GRACE_SECONDS`. @default 25 */
  readonly graceSeconds: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** @throws Error that names the variable, its value and what it takes */
export function settingsFrom(environment: Environment, name: string): Settings {
  const graceSeconds = wholeNumber(environment, 'GRACE_SECONDS', { otherwise: 25, most: 3_600 });
  return {
    app: environment.APP_NAME || name,
    version: environment.VERSION || null,
    port: wholeNumber(environment, 'PORT', { otherwise: 8000, most: 65_535 }),
    host: environment.HOST || everyAddress(),
    logLevel: oneOf(environment, 'LOG_LEVEL', { otherwise: 'info', values: logLevels }),
    drainSeconds: wholeNumber(environment, 'DRAIN_SECONDS', { otherwise: Math.min(5, graceSeconds), most: graceSeconds }),
    graceSeconds,
  };
}

function wholeNumber(environment: Environment, variable: string, { otherwise, most }: { otherwise: number; most: number }): number {
  const value = environment[variable] || String(otherwise);
  if (!/^\d{1,5}$/.test(value) || Number(value) > most) {
    throw new Error(`${variable} is a whole number from 0 to ${most}, got \`${value}\``);
  }
  return Number(value);
}

function oneOf(environment: Environment, variable: string, { otherwise, values }: { otherwise: string; values: string[] }): string {
  const value = environment[variable] || otherwise;
  if (!values.includes(value)) throw new Error(`${variable} is one of ${values.join(', ')}, got \`${value}\``);
  return value;
}

/** `::` also takes IPv4, but a machine without IPv6 cannot listen on it. */
function everyAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((several) => several ?? []);
  return addresses.some(({ family }) => family === 'IPv6') ? '::' : '0.0.0.0';
}
