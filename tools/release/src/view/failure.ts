import { constants } from 'node:os';
import type { ConfigurationProblem } from '@bigpanda/release-model';
import { ReleaseError } from '@bigpanda/release-model/release-error';
import { wrapIndented } from './wrap.ts';

export interface Failure {
  readonly text: string;
  readonly exitStatus: number;
}

/** What a person does about the errors of an operating system, by errno name (errno(3)). */
const systemHints: Readonly<Record<string, string>> = {
  EACCES: 'Choose a folder that you may write to, or correct its permissions.',
  EPERM: 'Choose a folder that you may write to, or correct its permissions.',
  EROFS: 'Choose a folder on a file system that can be written.',
  ENOSPC: 'Free some disk space, then run it again; nothing was half-written.',
  EDQUOT: 'Free some disk space, then run it again; nothing was half-written.',
  ENOTDIR: 'Choose another folder; a file stands where a folder is needed.',
  EISDIR: 'Choose another path; a folder stands where a file is needed.',
  ENOENT: 'Check that the path exists.',
  EMFILE: 'Raise the limit of open files: ulimit -n 4096.',
};

/** The message and exit status for anything thrown: expected failures in words, as wide as a terminal where one is given, our own bugs with their trace and status 70. */
export function describeFailure(error: unknown, aborted: boolean, columns?: number): Failure {
  if (aborted) return { text: 'interrupted: the step under way was undone; what was finished before it is kept\n', exitStatus: 130 };
  if (error instanceof ReleaseError) return { text: describeReleaseError(error, columns), exitStatus: error.exitStatus };
  const system = describeSystemError(error);
  if (system !== undefined) return { text: system, exitStatus: 1 };
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { text: `error: this is a bug in bigpanda\n${trace}\n  hint: Report it with the lines above.\n`, exitStatus: 70 };
}

function describeReleaseError(error: ReleaseError, columns: number | undefined): string {
  const inLines = (text: string, margin: string): string[] => (columns === undefined ? [`${margin}${text}`] : wrapIndented(text, { margin, columns }));
  const lines = [...inLines(`error: ${error.message}`, ''), ...error.problems.flatMap(describeProblem)];
  if (error.hint !== undefined && error.hint !== '') lines.push(...inLines(`hint: ${error.hint}`, '  '));
  return `${lines.join('\n')}\n`;
}

function describeProblem(problem: ConfigurationProblem): string[] {
  return [`  ${problem.path}`, `    found:   ${problem.found}`, `    allowed: ${problem.allowed}`];
}

/** Anything that an operating system refused, also what the table of hints does not know. */
function describeSystemError(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined && !(code !== undefined && code in constants.errno)) return undefined;
  const hint = systemHints[code ?? ''];
  const reason = error.message.replace(/^[A-Z0-9]+: /, '').replace(/, .*$/, '');
  const subject = path === undefined ? (syscall ?? 'the system') : `"${path}"`;
  return `error: use ${subject}: ${reason || 'refused by the system'} (${code ?? 'no code'})\n${hint === undefined ? '' : `  hint: ${hint}\n`}`;
}
