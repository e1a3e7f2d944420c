import type { RuleDiagnostic } from '../diagnostic';
import type { FieldPath } from './manifest';
import { isMapping } from './mapping';

/** Up to here a list of fields is searched; a header map of thousands is not. */
const few = 16;

/**
 * A field of the object in hand as it is written, whatever stands there: a step into something that is not there gives a
 * field that does not exist, so a rule never asks twice. Paths are put together only when there is something to say.
 */
export class FieldReader {
  private fields?: FieldReader[];
  private manyFields?: Map<string | number, FieldReader>;
  private elements?: FieldReader[];

  constructor(
    readonly value: unknown,
    private readonly parent?: FieldReader,
    private readonly step: string | number = '',
  ) {}

  /** The field below, by name or list index. */
  at(...steps: (string | number)[]): FieldReader {
    let field: FieldReader = this;
    for (const step of steps) field = field.child(step);
    return field;
  }

  /** Many rules walk the same way: each field is made once. There are mostly few of them, for which a list is quicker than a map. */
  private child(step: string | number): FieldReader {
    this.fields ??= [];
    if (this.manyFields) {
      const known = this.manyFields.get(step);
      if (known) return known;
    } else {
      for (const known of this.fields) if (known.step === step) return known;
    }
    const field = new FieldReader(property(this.value, step), this, step);
    this.fields.push(field);
    if (this.fields.length > few)
      this.manyFields = (this.manyFields ?? new Map(this.fields.map((each) => [each.step, each]))).set(step, field);
    return field;
  }

  /** Is anything written here? `null` is nothing, as Kubernetes has it. */
  get exists(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** The elements of a list; none for anything else. */
  get items(): readonly FieldReader[] {
    this.elements ??= Array.isArray(this.value) ? this.value.map((item, index) => new FieldReader(item, this, index)) : [];
    return this.elements;
  }

  /** The fields of a mapping by name; none for anything else. */
  get entries(): [name: string, field: FieldReader][] {
    if (!isMapping(this.value)) return [];
    return Object.entries(this.value).map(([name, value]) => [name, new FieldReader(value, this, name)]);
  }

  /** The text, or `` for anything else. */
  get text(): string {
    return typeof this.value === 'string' ? this.value : '';
  }

  /** The number, or undefined for anything else. */
  get number(): number | undefined {
    return typeof this.value === 'number' ? this.value : undefined;
  }

  /** The strings of a list. */
  get texts(): string[] {
    return Array.isArray(this.value) ? this.value.filter((item): item is string => typeof item === 'string') : [];
  }

  /** The strings of a mapping, such as labels; undefined when there is no mapping. */
  get labels(): Readonly<Record<string, string>> | undefined {
    if (!isMapping(this.value)) return undefined;
    return Object.fromEntries(Object.entries(this.value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  }

  get path(): FieldPath {
    const steps: (string | number)[] = [];
    for (let field: FieldReader = this; field.parent; field = field.parent) steps.unshift(field.step);
    return steps;
  }

  finding(complaint: Omit<RuleDiagnostic, 'path'>): RuleDiagnostic {
    return { ...complaint, path: this.path };
  }
}

function property(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined;
  return isMapping(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
