import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { parseConfiguration } from '@bigpanda/release-model';

/** Where a repository says what lint cannot know by itself; a repository without the file has the defaults. */
export const settingsFile = 'repo-config/lint.json';

const globs = z.array(z.string().min(1)).default([]);

/** The schema of the settings; globs are below the repository, `**` for any folders. */
export const settingsSchema = z.strictObject({
  $schema: z.string().optional(),
  python2: globs.describe('Python sources that are written in Python 2'),
  ignore: globs.describe('Files that are not linted at all, such as what others wrote'),
  maximumKiB: z.int().min(1).default(1024).describe('Text files above this size are reported, not read'),
});

export type LintSettings = z.output<typeof settingsSchema>;

/**
 * The settings of a repository.
 * @throws ReleaseError `LINT_WORKSPACE_INVALID`, exit status 2
 */
export function readSettings(root: string): LintSettings {
  const path = join(root, settingsFile);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '{}';
  return parseConfiguration(settingsSchema, { text, file: settingsFile, code: 'LINT_WORKSPACE_INVALID', what: 'read the settings of lint' });
}
