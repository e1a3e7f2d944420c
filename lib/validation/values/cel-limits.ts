import type { parse } from '@bufbuild/cel';

/*
 * How large and how deep an expression of CEL may be for cel-go, the implementation that istiod asks. Source: `parser/parser.go` of
 * github.com/google/cel-go: 100,000 characters, and 250 for two depths, that of its grammar's rules and that of its syntax tree.
 */

const mostCharacters = 100_000;
const deepest = 250;

/** Why cel-go rejects a text before it looks at what it means; undefined when it does not. */
export function celTextProblem(expression: string): string | undefined {
  if (expression.length > mostCharacters && [...expression].length > mostCharacters)
    return `it is longer than ${mostCharacters} characters`;
  return ruleDepth(expression) > deepest ? tooDeep : undefined;
}

const tooDeep = `it is nested more than ${deepest} levels deep`;

const token = /[rRbB]{0,2}("""|'''|"|')(?:\\[\s\S]|(?!\1)[\s\S])*\1|\/\/.*|[A-Za-z_]\w*|\d[\w.]*|&&|\|\||[<>=!]=|\S/g;
const arithmetic: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%']);
const relations: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '==', '!=', 'in']);

/** Where a text is inside one pair of brackets. */
interface Level {
  /** Depth of the rules for sums and for comparisons in what is around it. */
  readonly outer: number;
  /** Each `?` whose `:` has not come yet; any other `:` is that of a map. */
  open: number;
  /** Expressions behind a `:` of `a ? b : c`. */
  alternatives: number;
  /** Right operands of a sum, and of a product in it. */
  operands: number;
  comparisons: number;
}

const levelIn = (outer: number): Level => ({ outer, open: 0, alternatives: 0, operands: 0, comparisons: 0 });

/** How often one rule of the grammar is open at once: each bracket opens all, each right operand its own again. */
function ruleDepth(expression: string): number {
  const levels = [levelIn(1)];
  let most = 0;
  let afterOperand = false;
  for (const [text] of expression.matchAll(token)) {
    const level = levels[levels.length - 1] as Level;
    if (text.startsWith('//')) continue;
    const isOperator: boolean = afterOperand && step(level, text);
    const { outer, alternatives, operands, comparisons } = level;
    most = Math.max(most, outer + alternatives + comparisons + operands);
    if (most > deepest) return most;
    if (/^[([{]$/.test(text)) levels.push(levelIn(outer + alternatives + comparisons + operands + 1));
    else if (/^[)\]}]$/.test(text) && levels.length > 1) levels.pop();
    afterOperand = !isOperator && !/^[([{,?:!&|]/.test(text) && !(text === '-' && !afterOperand);
  }
  return most;
}

/** Takes an operator into account. @returns whether it is one */
function step(level: Level, text: string): boolean {
  if (arithmetic.has(text)) {
    const isSum = text === '+' || text === '-';
    level.operands = isSum || level.operands === 0 ? 1 : 2;
    return true;
  }
  const isRelation = relations.has(text);
  if (!isRelation && !/^(&&|\|\||\?|:|,)$/.test(text)) return false;
  level.operands = 0;
  level.comparisons = isRelation ? 1 : 0;
  if (text === '?') level.open++;
  if (text === ':' && level.open > 0) {
    level.open--;
    level.alternatives++;
  }
  if (text === ',') level.alternatives = 0;
  return true;
}

type Expr = NonNullable<ReturnType<typeof parse>['expr']>;

/** Functions of the syntax tree that count as a level. */
const counted: ReadonlySet<string> = new Set([
  '_+_',
  '_-_',
  '_*_',
  '_/_',
  '_%_',
  '_<_',
  '_<=_',
  '_>_',
  '_>=_',
  '_==_',
  '_!=_',
  '@in',
  '_[_]',
  '_?_:_',
]);

/** Why cel-go rejects an expression that can be parsed: chains of operators and of fields count, too. */
export function celTreeProblem(root: Expr): string | undefined {
  const waiting: { readonly expr: Expr; readonly depth: number }[] = [{ expr: root, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { expr, depth } = next;
    const below = depth + (isCounted(expr) ? 1 : 0);
    if (below > deepest) return tooDeep;
    for (const child of childrenOf(expr)) waiting.push({ expr: child, depth: below });
  }
  return undefined;
}

function isCounted({ exprKind }: Expr): boolean {
  if (exprKind.case === 'selectExpr') return true;
  return exprKind.case === 'callExpr' && (exprKind.value.target !== undefined || counted.has(exprKind.value.function));
}

function childrenOf({ exprKind }: Expr): Expr[] {
  switch (exprKind.case) {
    case 'selectExpr':
      return exprKind.value.operand ? [exprKind.value.operand] : [];
    case 'callExpr':
      return [...(exprKind.value.target ? [exprKind.value.target] : []), ...exprKind.value.args];
    case 'listExpr':
      return exprKind.value.elements;
    case 'structExpr':
      return exprKind.value.entries.flatMap(({ keyKind, value }) => [
        ...(keyKind.case === 'mapKey' ? [keyKind.value] : []),
        ...(value ? [value] : []),
      ]);
    default:
      return [];
  }
}
