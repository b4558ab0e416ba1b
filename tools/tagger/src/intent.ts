import { createHash } from 'node:crypto';
import { ReleaseError, type Bump, type ConfigurationProblem } from '@bigpanda/release-model';
import { parseLevel } from './level.ts';

/** What a person declared that a change means, in a file that the change adds. */
export interface Intent {
  /** Path below the workspace. */
  readonly file: string;
  /** By RPM name of a component, with the line it stands in. */
  readonly levels: ReadonlyMap<string, { readonly level: Bump; readonly line: number }>;
  /** For release notes; its first line is the summary. */
  readonly text: string;
}

/** The text of an intent file: front matter with a level for each component, then what a user reads; the shape of changesets. */
export function formatIntent(levels: ReadonlyMap<string, Bump>, text: string): string {
  const lines = [...levels].sort(([left], [right]) => (left < right ? -1 : 1)).map(([name, level]) => `"${name}": ${level}`);
  return `---\n${lines.join('\n')}\n---\n\n${text.trim()}\n`;
}

/** A file name for an intent: words of its text, and a digest that keeps two intents apart. */
export function nameIntent(content: string, text: string): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g)?.slice(0, 5).join('-') ?? 'intent';
  return `${words}-${createHash('sha256').update(content).digest('hex').slice(0, 6)}.md`;
}

/**
 * The intent that a markdown file declares.
 * @throws ReleaseError `INTENT_INVALID` with every problem and its line
 */
export function parseIntent(content: string, file: string): Intent {
  const [fence, ...rest] = content.replaceAll('\r\n', '\n').split('\n');
  const end = rest.indexOf('---');
  if (fence !== '---' || end === -1) fail(file, [{ path: `${file}: line 1`, found: JSON.stringify(fence ?? ''), allowed: 'front matter between two lines "---"' }]);
  const problems: ConfigurationProblem[] = [];
  const levels = new Map<string, { level: Bump; line: number }>();
  for (const [index, text] of rest.slice(0, end).entries()) {
    if (text.trim() === '' || text.startsWith('#')) continue;
    const [, name, word] = /^\s*["']?([A-Za-z0-9+._@/-]+)["']?\s*:\s*["']?(\w+)["']?\s*$/.exec(text) ?? [];
    const level = parseLevel(word ?? null);
    if (name === undefined || level === undefined) problems.push({ path: `${file}: line ${index + 2}`, found: JSON.stringify(text), allowed: '"COMPONENT": none, patch, minor or major' });
    else levels.set(name, { level, line: index + 2 });
  }
  if (problems.length > 0) fail(file, problems);
  return { file, levels, text: rest.slice(end + 1).join('\n').trim() };
}

function fail(file: string, problems: readonly ConfigurationProblem[]): never {
  throw new ReleaseError('INTENT_INVALID', `read an intent: "${file}" has ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}`, { exitStatus: 2, problems, hint: 'Correct each line that is listed, or write the file anew with: bigpanda intent' });
}
