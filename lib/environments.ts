import { parseArgs } from 'node:util';
import { ConstructError } from './errors';
import { closest } from './text';

/**
 * The environments a system is declared for: one table, one row each, so that what sets two of them apart is read side by side.
 *
 * @typeParam E what sets one apart, such as its domain
 */
export class Environments<E> {
  /** @param table by name; the first is the default */
  constructor(private readonly table: Readonly<Record<string, E>>) {}

  /** The names of all environments, in the order they were declared. */
  get names(): string[] {
    return Object.keys(this.table);
  }

  /** @throws ConstructError `UnknownEnvironment` with the nearest name */
  named(name: string): E {
    const environment = Object.hasOwn(this.table, name) ? this.table[name] : undefined;
    if (environment !== undefined) return environment;
    throw new ConstructError('UnknownEnvironment', `no environment is named \`${name}\``, {
      why: this.names.length > 0 ? `there is ${this.names.map((known) => `\`${known}\``).join(', ')}` : 'there is none',
      fix: closest(name, this.names),
    });
  }

  /**
   * The environment that a command line asks for by `--env name`.
   *
   * @param args what follows the program's name @default - this program's own
   * @returns undefined where it names none
   * @throws ConstructError `UnknownEnvironment`, `UnknownOption`
   */
  asked(args: readonly string[] = process.argv.slice(2)): string | undefined {
    const { env } = options(args);
    if (env !== undefined) this.named(env);
    return env;
  }
}

function options(args: readonly string[]): { env?: string } {
  try {
    return parseArgs({ args: [...args], options: { env: { type: 'string' } } }).values;
  } catch (error) {
    throw new ConstructError('UnknownOption', error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error), {
      fix: '--env prod',
    });
  }
}
