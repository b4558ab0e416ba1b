import { isPandaError } from '@bigpanda/model';

/**
 * What a program prints on stderr when it cannot go on: one line, then one line for each problem of a configuration.
 * An expected failure has no stack trace; anything else keeps its own.
 */
export function formatFailure(program: string, error: unknown): string {
  if (!isPandaError(error)) return `${program}: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
  const hint = error.hint === undefined ? '' : ` ${error.hint}`;
  const problems = error.problems.map((problem) => `  ${problem.path}: found ${problem.found}, allowed: ${problem.allowed}\n`);
  return `${program}: ${error.message}.${hint}\n${problems.join('')}`;
}
