import { Range, type Comparator } from 'semver';

/** A range of npm as a dependency of rpm; nothing where any version will do, or where it is no range. */
export function convertRange(name: string, text: string): string | undefined {
  const range = readRange(text);
  const alternatives = range?.set.map((comparators) => convertAll(name, comparators));
  if (alternatives === undefined || alternatives.includes(undefined)) return undefined;
  const [only = name] = alternatives;
  return alternatives.length === 1 ? only : `(${alternatives.join(' or ')})`;
}

function readRange(text: string): Range | undefined {
  try {
    return new Range(text);
  } catch {
    return undefined;
  }
}

/** Comparators that all have to hold. */
function convertAll(name: string, comparators: readonly Comparator[]): string | undefined {
  const texts = comparators.filter(({ operator, value }) => value !== '' && !(operator === '>=' && /^>=0\.0\.0(?:-0)?$/.test(value))).map((comparator) => convertOne(name, comparator));
  const [only] = texts;
  return texts.length < 2 ? only : `(${texts.join(' with ')})`;
}

/** Versions without zeros at the end: `>= 22` and `>= 22.0.0` are the same to npm, but not to rpm. */
function convertOne(name: string, { operator, semver: { major, minor, patch } }: Comparator): string {
  const version = `${major}.${minor}.${patch}`.replace(/(?:\.0)+$/, '');
  return `${name} ${operator === '' ? '=' : operator} ${version}`;
}
