import type { Reporter } from './reporter.ts';
import { renderCodeQuality } from './reporters/code-quality.ts';
import { renderGithub } from './reporters/github.ts';
import { renderJson } from './reporters/json.ts';
import { renderJunit } from './reporters/junit.ts';
import { renderSarif } from './reporters/sarif.ts';
import { renderTerminal } from './reporters/terminal.ts';

const reporters: Readonly<Record<string, Reporter>> = {
  'code-quality': renderCodeQuality,
  'github': renderGithub,
  'json': renderJson,
  'junit': renderJunit,
  'sarif': renderSarif,
  'terminal': renderTerminal,
};

/** The names of all reporters, sorted. */
export const reporterNames: readonly string[] = Object.keys(reporters);

/** A reporter by its name. */
export function findReporter(name: string): Reporter | undefined {
  return Object.hasOwn(reporters, name) ? reporters[name] : undefined;
}
