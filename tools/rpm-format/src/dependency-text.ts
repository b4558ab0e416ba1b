import type { Dependency, DependencyOperator } from './dependency.ts';
import { parseEvr } from './evr.ts';
import { findRichFault } from './rich-dependency.ts';
import { RpmFormatError } from './rpm-format-error.ts';

const operators: readonly string[] = ['<', '<=', '=', '>=', '>'] satisfies DependencyOperator[];

/**
 * The dependency that a text in the manner of a spec file means: a name, `name operator evr`,
 * or a rich dependency such as `(a if b)`, which becomes a name as a whole.
 * @throws RpmFormatError `DEPENDENCY_INVALID`
 */
export function parseDependency(text: string): Dependency {
  const trimmed = text.trim();
  if (trimmed.startsWith('(')) return { name: checkRichName(trimmed) };
  const [name = '', operator, evr, ...rest] = trimmed.split(/\s+/);
  // The first character is what rpm allows (build/parseReqs.c); an operator inside the name is a forgotten space.
  if (!/^[A-Za-z0-9_/][^<>=\p{Cc}]*$/u.test(name)) throw invalidDependency(text, `the name ${JSON.stringify(name)}`);
  if (operator === undefined) return { name };
  if (!isOperator(operator)) throw invalidDependency(text, `the operator ${JSON.stringify(operator)}`);
  if (evr === undefined || rest.length > 0) throw invalidDependency(text, `${rest.length + (evr === undefined ? 2 : 3)} words`);
  return { name, operator, evr: checkEvr(evr, text) };
}

/** `name`, or `name operator evr`. */
export function formatDependency(dependency: Dependency): string {
  if (dependency.operator === undefined || dependency.evr === undefined) return dependency.name;
  return `${dependency.name} ${dependency.operator} ${dependency.evr}`;
}

/** Whether the name is a rich dependency, which needs rpmlib(RichDependencies). */
export function isRich(dependency: Dependency): boolean {
  return dependency.name.startsWith('(');
}

function isOperator(text: string): text is DependencyOperator {
  return operators.includes(text);
}

function checkEvr(evr: string, text: string): string {
  try {
    parseEvr(evr);
    return evr;
  } catch (cause) {
    throw invalidDependency(text, `the EVR ${JSON.stringify(evr)}`, cause);
  }
}

function checkRichName(name: string): string {
  const fault = findRichFault(name);
  if (fault !== undefined) throw invalidDependency(name, fault);
  return name.replace(/\s+/g, ' ');
}

function invalidDependency(text: string, found: string, cause?: unknown): RpmFormatError {
  const wanted = 'wanted a name, "name operator evr" with spaces between and one of < <= = >= >, or a rich dependency in parentheses';
  return new RpmFormatError('DEPENDENCY_INVALID', `read the dependency ${JSON.stringify(text)}: found ${found}; ${wanted}`, { cause });
}
