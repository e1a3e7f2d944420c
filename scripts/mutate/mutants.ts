import { readFileSync } from 'node:fs';
import { transformSync } from '@swc/core';

/** A small change of the code, which can be switched on. */
export interface Mutant {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What stands there instead. */
  readonly replacement: string;
  /** Kind of change, in the words of Stryker: `ConditionalExpression`, `StringLiteral`, … */
  readonly kind: string;
}

/** What the switches in the code read and count: the name and the fields are Stryker's. */
interface Switches {
  activeMutant?: string;
  currentTestId?: string;
  hitCount?: number;
  hitLimit?: number;
  mutantCoverage?: { readonly static: Record<string, number>; readonly perTest: Record<string, Record<string, number>> };
}

/** A mutant that passes its own switch so often runs for ever. */
const mostHits = 200_000;
const nobody = { isDebugEnabled: () => false, debug: () => undefined, info: () => undefined };
const options = { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' }, swcrc: false } as const;

/** The files with all of their mutants in them, each behind a switch. @returns the mutants, and the JavaScript of each file */
export async function instrument(files: readonly string[]): Promise<{ mutants: Mutant[]; code: Map<string, string> }> {
  const { Instrumenter } = await import('@stryker-mutator/instrumenter');
  const given = files.map((name) => ({ name, mutate: true as const, content: readFileSync(name, 'utf8') }));
  const made = await new Instrumenter(nobody as never).instrument(given, { plugins: null, excludedMutations: [], ignorers: [] });
  const mutants = made.mutants.map(({ id, fileName, location: { start }, replacement, mutatorName }) => ({
    id,
    file: fileName,
    line: start.line + 1,
    column: start.column + 1,
    replacement,
    kind: mutatorName,
  }));
  return {
    mutants,
    code: new Map(made.files.map(({ name, content }) => [name, transformSync(content, { ...options, filename: name }).code])),
  };
}

/** The switches of this process: made before the code is loaded, which keeps the object it finds. */
export class MutantSwitches {
  private readonly switches: Switches = { mutantCoverage: { static: {}, perTest: {} } };

  constructor() {
    (globalThis as { __stryker__?: Switches }).__stryker__ = this.switches;
  }

  /** Code that runs from now on is counted under a name; undefined: as code that runs while it is loaded. @returns the name before */
  countUnder(name: string | undefined): string | undefined {
    const { currentTestId } = this.switches;
    this.switches.currentTestId = name;
    return currentTestId;
  }

  /** The mutants that ran while code was loaded. */
  loaded(): string[] {
    return Object.keys(this.switches.mutantCoverage?.static ?? {});
  }

  /** The mutants that ran under a name, which are forgotten then. */
  take(name: string): string[] {
    const { perTest = {} } = this.switches.mutantCoverage ?? {};
    const taken = Object.keys(perTest[name] ?? {});
    delete perTest[name];
    return taken;
  }

  /** Switches one mutant on, and the one before off. */
  activate(id: string | undefined): void {
    Object.assign(this.switches, { activeMutant: id, hitCount: 0, hitLimit: mostHits });
  }
}
