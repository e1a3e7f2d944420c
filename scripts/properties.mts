import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { API, type Checker, SymbolFlags, type Type, TypeFlags, type Symbol as TypeSymbol } from 'typescript/unstable/sync';

/*
 * `npm run properties`: writes lib/constructs/properties.ts, the names of the properties that each construct accepts, as the compiler knows them
 * from the types. With `--check` it writes nothing and ends with 1 when the file says anything else.
 */

const root = join(import.meta.dirname, '..');
const folder = join(root, 'lib/constructs');
const file = join(folder, 'properties.ts');
const config = join(root, 'tsconfig.json');

/** A property's value: the names of the types that its objects may have, in lists `[]` and maps `{}`; empty where it is not looked into. */
type Table = Map<string, Record<string, string>>;

class Properties {
  readonly table: Table = new Map();
  /** The properties that each type cannot be without. */
  readonly required: Map<string, string[]> = new Map();

  constructor(
    private readonly checker: Checker,
    private readonly declared: ReadonlyMap<string, Type>,
  ) {}

  add(name: string, types: readonly Type[]): void {
    if (this.table.has(name)) return;
    const row: Record<string, string> = {};
    this.table.set(name, row);
    for (const [property, values] of this.propertiesOf(types)) row[property] = this.shape(values, `${name}.${property}`);
    const required = this.requiredOf(types);
    if (required.length > 0) this.required.set(name, required);
  }

  /** Those that each member of a union asks for. */
  private requiredOf(types: readonly Type[]): string[] {
    const [first = [], ...others] = types.map((type) =>
      this.checker
        .getPropertiesOfType(type)
        .filter(isRequired)
        .map(({ name }) => name),
    );
    return first.filter((name) => others.every((other) => other.includes(name))).sort();
  }

  /** Of all members of a union together: which of them may stand beside one another is the compiler's to say. */
  private propertiesOf(types: readonly Type[]): [string, Type[]][] {
    const found = new Map<string, Type[]>();
    for (const type of types) {
      for (const property of this.checker.getPropertiesOfType(type)) {
        const value = this.checker.getTypeOfSymbol(property);
        if (value) found.set(property.name, [...(found.get(property.name) ?? []), value]);
      }
    }
    return [...found].sort(([one], [other]) => (one < other ? -1 : 1));
  }

  /** How deep lists and maps are nested around the objects, and what these are called. */
  private shape(types: readonly Type[], place: string): string {
    const members = types
      .flatMap((type) => membersOf(type))
      .filter(({ flags }) => (flags & TypeFlags.Object) !== 0 || isIntersection(flags));
    if (members.length === 0) return '';
    const items = members.map((type) => this.itemOf(type));
    if (items.every((item) => item !== undefined)) {
      const [{ suffix } = { suffix: '' }] = items;
      if (items.some((item) => item.suffix !== suffix)) return '';
      const inner = this.shape(
        items.map(({ type }) => type),
        place,
      );
      return inner && inner + suffix;
    }
    const data = members.filter((_, index) => items[index] === undefined).filter((type) => this.isPlainData(type));
    if (data.length === 0 || data.length !== items.filter((item) => item === undefined).length) return '';
    const name = this.nameOf(data) ?? place;
    this.add(name, data);
    return name;
  }

  private itemOf(type: Type): { type: Type; suffix: string } | undefined {
    const [, mapped = ''] = /^\{ readonly \[\w+ in \w+\]\??: (\w+);? \}$/.exec(this.checker.typeToString(type)) ?? []; // over a type parameter
    const value = this.declared.get(mapped);
    if (value) return { type: value, suffix: '{}' };
    const [index] = this.checker.getIndexInfosOfType(type);
    if (!index || (!this.checker.isArrayLikeType(type) && this.checker.getPropertiesOfType(type).length > 0)) return undefined;
    return { type: index.valueType, suffix: this.checker.isArrayLikeType(type) ? '[]' : '{}' };
  }

  /** Declared in this folder, and neither a class nor the interface of one: those carry methods, or what exists elsewhere. */
  private isPlainData(type: Type): boolean {
    const symbol = type.getSymbol();
    if (symbol && ((symbol.flags & SymbolFlags.Class) !== 0 || /^I[A-Z]/.test(symbol.name))) return false;
    const properties = this.checker.getPropertiesOfType(type);
    return properties.length > 0 && properties.every((property) => isOwn(property) && !isMethod(property) && property.name !== 'declares');
  }

  private nameOf(types: readonly Type[]): string | undefined {
    const names = new Set(types.map((type) => type.getAliasSymbol()?.name ?? type.getSymbol()?.name));
    const [name] = names;
    return names.size === 1 && name !== undefined && this.declared.has(name) ? name : undefined;
  }
}

function membersOf(type: Type): readonly Type[] {
  return type.isUnionType() ? type.getTypes().flatMap((member) => membersOf(member)) : [type];
}

const isIntersection = (flags: TypeFlags): boolean => (flags & TypeFlags.Intersection) !== 0;
const isMethod = ({ flags }: TypeSymbol): boolean => (flags & SymbolFlags.Method) !== 0;
const isRequired = ({ flags }: TypeSymbol): boolean => (flags & SymbolFlags.Optional) === 0;
const isOwn = ({ declarations }: TypeSymbol): boolean =>
  declarations.every(({ path }) => path.toLowerCase().startsWith(folder.toLowerCase()));

/** Each type that some construct asks for by name, and what it is made of. */
function rendered(): string {
  const api = new API();
  try {
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (!project) throw new Error(`no project ${config}`);
    const declared = new Map<string, Type>();
    for (const name of sources()) {
      const source = project.program.getSourceFile(join(folder, name));
      const module = source && project.checker.getSymbolAtLocation(source);
      for (const symbol of module?.getExports().values() ?? [])
        if ((symbol.flags & (SymbolFlags.Interface | SymbolFlags.TypeAlias)) !== 0)
          declared.set(symbol.name, project.checker.getDeclaredTypeOfSymbol(symbol));
    }
    const properties = new Properties(project.checker, declared);
    for (const name of askedFor()) properties.add(name, membersOf(declaredAs(name, declared)));
    return text(properties);
  } finally {
    api.close();
  }
}

function declaredAs(name: string, declared: ReadonlyMap<string, Type>): Type {
  const type = declared.get(name);
  if (!type) throw new Error(`lib/constructs exports no type \`${name}\``);
  return type;
}

function askedFor(): string[] {
  const calls = sources().flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/onlyKnown\('(\w+)'/g)]);
  return [...new Set(calls.flatMap(([, name]) => name ?? []))];
}

function sources(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.test(\.helper)?\.ts$/.test(name) && name !== 'properties.ts')
    .sort();
}

function text({ table, required }: Properties): string {
  const rows = [...table]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, row]) => `  ${quoted(name)}: {\n${lines(row)}  },\n`);
  return `/** The properties of each type of declaration, and the type of what they hold: made from the types by \`npm run properties\`. */
export const properties = {
${rows.join('')}} as const;

/** Of each type of declaration the properties that it cannot be without. */
export const required: Readonly<Record<string, readonly string[]>> = {
${[...required]
  .sort(([one], [other]) => (one < other ? -1 : 1))
  .map(([name, names]) => `  ${quoted(name)}: [${names.map((each) => `'${each}'`).join(', ')}],\n`)
  .join('')}};
`;
}

function lines(row: Readonly<Record<string, string>>): string {
  return Object.entries(row)
    .map(([property, shape]) => `    ${quoted(property)}: '${shape}',\n`)
    .join('');
}

function quoted(key: string): string {
  return /^\w+$/.test(key) ? key : `'${key}'`;
}

const now = rendered();
if (!process.argv.includes('--check')) writeFileSync(file, now);
else if (readFileSync(file, 'utf8') !== now) {
  process.stderr.write('error: lib/constructs/properties.ts is not what the types say\n  fix: npm run properties\n');
  process.exitCode = 1;
}
