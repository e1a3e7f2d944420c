import { API, type Project, SymbolFlags, type Type, type Symbol as TypeSymbol } from 'typescript/unstable/sync';

/** One property of a type of options, as its docstring describes it. */
export interface Option {
  readonly name: string;
  readonly isOptional: boolean;
  readonly meaning: string;
  readonly default: string;
}

/** The options of a type by its name: its own and those of all that it extends, required ones first. */
export class OptionTables {
  private readonly declared = new Map<string, Type>();
  private readonly api = new API();
  private readonly project: Project;

  /** @param index the file whose exported types are looked up */
  constructor(config: string, index: string) {
    const project = this.api.updateSnapshot({ openProjects: [config] }).getProject(config);
    const source = project?.program.getSourceFile(index);
    const module = source && project?.checker.getSymbolAtLocation(source);
    if (!project || !module) throw new Error(`no project ${config} with ${index}`);
    this.project = project;
    for (const exported of module.getExports().values()) {
      const symbol = (exported.flags & SymbolFlags.Alias) === 0 ? exported : project.checker.getAliasedSymbol(exported);
      if ((symbol.flags & (SymbolFlags.Interface | SymbolFlags.TypeAlias)) !== 0)
        this.declared.set(exported.name, project.checker.getDeclaredTypeOfSymbol(symbol));
    }
  }

  /** @throws Error for a name that is no exported type */
  of(name: string): readonly Option[] {
    const type = this.declared.get(name);
    if (!type) throw new Error(`\`${name}\` is no exported type of options`);
    const members = membersOf(type).map((member) => this.project.checker.getPropertiesOfType(member).map((symbol) => this.option(symbol)));
    const byName = new Map<string, Option>();
    for (const option of members.flat().filter(({ meaning }) => !meaning.includes('@internal'))) {
      const other = byName.get(option.name);
      const isOptional = option.isOptional || !members.every((options) => options.some(({ name: own }) => own === option.name));
      if (!other) byName.set(option.name, { ...option, isOptional });
      else byName.set(option.name, { ...(other.meaning ? other : option), isOptional: other.isOptional || isOptional });
    }
    const options = [...byName.values()];
    const silent = options.filter(({ meaning }) => meaning === '').map((option) => option.name);
    if (silent.length > 0) throw new Error(`options of ${name} without a meaning in their docstring: ${silent.join(', ')}`);
    return options.sort((one, other) => Number(one.isOptional) - Number(other.isOptional));
  }

  close(): void {
    this.api.close();
  }

  private option(symbol: TypeSymbol): Option {
    const node = symbol.declarations[0]?.resolve(this.project);
    const text = node?.getSourceFile().text ?? '';
    const [, comment = ''] = node
      ? (/\/\*\*([\s\S]*?)\*\/\s*$/.exec(text.slice(node.pos, node.pos + leading(text.slice(node.pos)))) ?? [])
      : [];
    const words = comment
      .replace(/^\s*\* ?/gm, '')
      .replace(/\s+/g, ' ')
      .trim();
    const [meaning = '', rest = ''] = words.split(/@default (?:- )?/);
    return {
      name: symbol.name,
      isOptional: (symbol.flags & SymbolFlags.Optional) !== 0,
      meaning: meaning.trim(),
      default: rest.split(/ @\w+/)[0]?.trim() ?? '',
    };
  }
}

/** How far comments and white space go before the declaration itself. */
function leading(text: string): number {
  return /^(?:\s|\/\*[\s\S]*?\*\/|\/\/.*)*/.exec(text)?.[0].length ?? 0;
}

function membersOf(type: Type): readonly Type[] {
  return type.isUnionType() ? type.getTypes().flatMap((member) => membersOf(member)) : [type];
}

/** The table of a page. */
export function tableOf(options: readonly Option[]): string {
  const rows = options.map(
    ({ name, isOptional, meaning, default: value }) =>
      `| \`${name}\` | ${cell(meaning)} | ${isOptional ? cell(value) || 'none' : 'required'} |`,
  );
  return ['| option | meaning | default |', '|---|---|---|', ...rows].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
