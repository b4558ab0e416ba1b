import { compareVersions } from '@bigpanda/rpm-format';

type Token = { readonly text: string; readonly isLiteral: boolean };

/**
 * Whether an environment marker of PEP 508 holds for a Python on Linux, without any extra. One that cannot be read holds: what it guards is
 * then required.
 * @param python `<major>.<minor>`
 */
export function evaluateMarker(marker: string, python: string): boolean {
  const tokens = [...marker.matchAll(/\s*(?:(["'])(.*?)\1|(\(|\)|~=|===?|!=|<=|>=|<|>|not\s+in\b|[A-Za-z_.]+))/g)].map(([, , literal, word = '']): Token =>
    literal === undefined ? { text: word.replace(/\s+/, ' '), isLiteral: false } : { text: literal, isLiteral: true });
  const reader = new MarkerReader(tokens, { ...linux, python_version: python, python_full_version: python, extra: '' });
  return reader.readOr();
}

/** What CPython on an x86_64 Linux gives. */
const linux: Readonly<Record<string, string>> = {
  os_name: 'posix',
  sys_platform: 'linux',
  platform_system: 'Linux',
  platform_machine: 'x86_64',
  platform_python_implementation: 'CPython',
  implementation_name: 'cpython',
};

/** Reads tokens one after the other, `or` binding less than `and`. */
class MarkerReader {
  readonly #tokens: readonly Token[];
  readonly #environment: Readonly<Record<string, string>>;
  #position = 0;

  constructor(tokens: readonly Token[], environment: Readonly<Record<string, string>>) {
    this.#tokens = tokens;
    this.#environment = environment;
  }

  readOr(): boolean {
    let holds = this.#readAnd();
    while (this.#take('or')) holds = this.#readAnd() || holds;
    return holds;
  }

  #readAnd(): boolean {
    let holds = this.#readTerm();
    while (this.#take('and')) holds = this.#readTerm() && holds;
    return holds;
  }

  #readTerm(): boolean {
    if (this.#take('(')) {
      const holds = this.readOr();
      this.#take(')');
      return holds;
    }
    const [left, operator, right] = [this.#next(), this.#next(), this.#next()];
    if (left === undefined || operator === undefined || right === undefined) return true;
    const isVersion = [left, right].some(({ text, isLiteral }) => !isLiteral && /^python_(?:full_)?version$/.test(text));
    return compare(this.#valueOf(left), operator.text, { right: this.#valueOf(right), isVersion });
  }

  #valueOf({ text, isLiteral }: Token): string {
    return isLiteral ? text : this.#environment[text.replace(/^(?:os|sys|platform)\./, (prefix) => `${prefix.slice(0, -1)}_`)] ?? '';
  }

  #take(text: string): boolean {
    const token = this.#tokens[this.#position];
    if (token === undefined || token.isLiteral || token.text !== text) return false;
    this.#position += 1;
    return true;
  }

  #next(): Token | undefined {
    const token = this.#tokens[this.#position];
    this.#position += 1;
    return token;
  }
}

function compare(left: string, operator: string, { right, isVersion }: { readonly right: string; readonly isVersion: boolean }): boolean {
  if (operator === 'in') return right.split(/[\s,]+/).includes(left) || (!isVersion && right.includes(left));
  if (operator === 'not in') return !compare(left, 'in', { right, isVersion });
  const order = isVersion ? compareReleases(left, right) : Math.sign(left.toLowerCase().localeCompare(right.toLowerCase(), 'en'));
  const isPrefix = isVersion && right.endsWith('.*') && `${left}.`.startsWith(right.slice(0, -1));
  const isCompatible = order >= 0 && left.startsWith(`${right.split('.').slice(0, -1).join('.')}.`);
  const results: Readonly<Record<string, boolean>> = {
    '==': isPrefix || order === 0,
    '===': isPrefix || order === 0,
    '!=': !isPrefix && order !== 0,
    '<': order < 0,
    '<=': order <= 0,
    '>': order > 0,
    '>=': order >= 0,
    '~=': isCompatible,
  };
  return results[operator] ?? true;
}

/** `3.8` and `3.8.0` are the same. */
function compareReleases(left: string, right: string): number {
  const trim = (version: string) => version.replace(/\.\*$/, '').replace(/(?:\.0)+$/, '');
  return compareVersions(trim(left), trim(right));
}
