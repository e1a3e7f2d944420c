import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Cause } from '../mesh/passed-over/cause';
import type { NamedObjects } from './named-objects';

/** An object that is passed over for one cause, and its counterpart that is used. */
export interface CauseCase {
  readonly cause: Cause;
  /** `Kind/namespace/name`. */
  readonly object: string;
  /** The caller, unless it is outside the mesh, and the URL. */
  readonly asked: string;
  /** What `check` reports about the object. @default - nothing: it may be meant */
  readonly check?: string;
  /** Is it a field that is passed over, of an object that is used? */
  readonly part?: boolean;
  readonly input: NamedObjects;
  /** What to change so that it is used. */
  readonly used: NamedObjects;
}

const folder = join(__dirname, 'cases');
const read = (file: string) => parse(readFileSync(join(folder, file), 'utf8'));

/** What every case has beside its own objects. */
export function causeWorld(): NamedObjects {
  return read('world.yaml') as NamedObjects;
}

/** The worked cases of all causes. */
export function causeCases(): CauseCase[] {
  const files = readdirSync(folder).filter((file) => file !== 'world.yaml');
  return files.flatMap((file) => read(file) as CauseCase[]);
}
