import type { DependencyKind } from './dependency-tags.ts';

type RichOperator = (typeof richOperators)[number];

/** A rich dependency or one of its parts, which is a name when there is no operator. */
interface RichNode {
  /** In their order; several of one kind in a chain, or a condition and `else`. */
  readonly operators: readonly RichOperator[];
  readonly parts: readonly RichNode[];
}

/** What may not stand around a part, because of what is in it. */
interface RichLimits {
  readonly noAnd: boolean;
  readonly noOr: boolean;
  readonly noWith: boolean;
}

const richOperators = ['and', 'or', 'if', 'unless', 'else', 'with', 'without'] as const;
const chainable: readonly RichOperator[] = ['and', 'or', 'with'];
/** Kinds of dependencies of which each takes effect by itself, as the parts of an `or` do (rpm, docs/manual/boolean_dependencies.md). */
const orKinds: readonly DependencyKind[] = ['conflicts', 'supplements', 'enhances'];
const noLimits: RichLimits = { noAnd: false, noOr: false, noWith: false };

/**
 * What rpm could not read in a rich dependency, in words; nothing when it can.
 * @param kind of dependency that it is, by which a condition at its top is judged; absent: only what no kind may have
 */
export function findRichFault(text: string, kind?: DependencyKind): string | undefined {
  const reader = { words: splitWords(text), next: 0 };
  const node = readRich(reader);
  if (typeof node === 'string') return node;
  if (reader.next < reader.words.length) return 'text after the closing parenthesis';
  const limits = findLimits(node);
  if (typeof limits === 'string') return limits;
  return kind === undefined ? undefined : judgePlace(orKinds.includes(kind) ? 'or' : 'and', limits);
}

interface WordReader {
  readonly words: readonly string[];
  next: number;
}

/** Parentheses that hold a part, and words; those inside of a name, as in `nodejs(engine)`, belong to it. */
function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  let [word, depth] = ['', 0];
  for (const character of `${text} `) {
    const isInName = word !== '' && (character === '(' || depth > 0);
    if (/\s/.test(character) || (!isInName && (character === '(' || character === ')'))) {
      if (word !== '') words.push(word);
      [word, depth] = ['', 0];
      if (!/\s/.test(character)) words.push(character);
      continue;
    }
    word += character;
    depth += Number(character === '(') - Number(character === ')');
  }
  return words;
}

/** A part in parentheses, or what is wrong with it. */
function readRich(reader: WordReader): RichNode | string {
  reader.next += 1;
  const parts: RichNode[] = [];
  const operators: RichOperator[] = [];
  for (;;) {
    const part = reader.words[reader.next] === '(' ? readRich(reader) : readSimple(reader);
    if (typeof part === 'string') return part;
    parts.push(part);
    const word = reader.words[reader.next];
    reader.next += 1;
    if (word === undefined) return 'parentheses that do not close';
    if (word === ')') return operators.length === 0 && part.operators.length === 0 ? 'no operator of a rich dependency' : { operators, parts };
    const operator = richOperators.find((one) => one === word);
    if (operator === undefined) return `the word ${JSON.stringify(word)} where an operator of a rich dependency belongs`;
    const fault = judgeChain(operators, operator);
    if (fault !== undefined) return fault;
    operators.push(operator);
  }
}

/** A name, or a name with a version. */
function readSimple(reader: WordReader): RichNode | string {
  const [name, comparison, evr] = reader.words.slice(reader.next, reader.next + 3);
  if (name === undefined) return 'parentheses that do not close';
  if (name === ')' || /[<>=]/.test(name)) return `${JSON.stringify(name)} where a name belongs`;
  const isCompared = comparison !== undefined && /^[<>=]+$/.test(comparison);
  reader.next += isCompared ? 3 : 1;
  if (isCompared && !/^(?:<|<=|=|>=|>)$/.test(comparison)) return `the operator ${JSON.stringify(comparison)}`;
  return isCompared && (evr === undefined || evr === ')') ? 'an operator without a version' : { operators: [], parts: [] };
}

function judgeChain(before: readonly RichOperator[], operator: RichOperator): string | undefined {
  const last = before.at(-1);
  if (operator === 'else') return last === 'if' || last === 'unless' ? undefined : '"else" without "if" or "unless"';
  if (last === undefined) return undefined;
  if (operator !== last) return `"${operator}" after "${last}" without parentheses`;
  return chainable.includes(operator) ? undefined : `"${operator}" twice without parentheses`;
}

/** The limits that a part sets to what is around it, or what is wrong inside of it. */
function findLimits({ operators, parts }: RichNode): RichLimits | string {
  const inner: RichLimits[] = [];
  for (const [index, part] of parts.entries()) {
    const limits = findLimits(part);
    if (typeof limits === 'string') return limits;
    const before = operators[index - 1];
    // What stands in a condition is judged by itself.
    inner.push(before === 'if' || before === 'unless' ? { ...limits, noAnd: false, noOr: false } : limits);
  }
  const [first] = operators;
  const all: RichLimits = { noAnd: inner.some(({ noAnd }) => noAnd), noOr: inner.some(({ noOr }) => noOr), noWith: inner.some(({ noWith }) => noWith) };
  if (first === undefined) return parts.length === 0 ? noLimits : all;
  return judgePlace(first, all) ?? {
    noAnd: first === 'unless' || (all.noAnd && first !== 'and' && first !== 'or'),
    noOr: first === 'if' || (all.noOr && first !== 'and' && first !== 'or'),
    noWith: all.noWith || !['with', 'without', 'or'].includes(first),
  };
}

/** What is wrong with parts of some limits around an operator. */
function judgePlace(operator: RichOperator, { noAnd, noOr, noWith }: RichLimits): string | undefined {
  if (noWith && (operator === 'with' || operator === 'without')) return `parts of "${operator}" with other operators in them than "or", "with" and "without"`;
  if (noAnd && (operator === 'and' || operator === 'if')) return '"unless" where "if" belongs: it may stand in an "or", and alone in conflicts, supplements and enhances';
  if (noOr && (operator === 'or' || operator === 'unless')) return '"if" where "unless" belongs: it may stand in an "and", and alone in requires, recommends and suggests';
  return undefined;
}
