import { relative } from 'node:path';
import { ReleaseError, type RpmPackage } from '@bigpanda/release-model';
import type { Context } from '../context.ts';

/** Packages to lint before they are published. */
export interface PackageLint {
  /** Absolute path of the workspace, whose release tags versions are compared with. */
  readonly root: string;
  readonly packages: readonly RpmPackage[];
}

/**
 * Lints built packages by our rules, and by rpmlint where it is installed. Warnings are counted on standard error.
 * @throws ReleaseError `LINT_FAILED` with every error
 */
export async function requireSound({ root, packages }: PackageLint, { env, writeError }: Pick<Context, 'env' | 'writeError'>): Promise<void> {
  // What commands that make no packages should not wait for.
  const { countFindings, findReporter, lintPackages } = await import('@bigpanda/lint/run');
  const findings = await lintPackages({ root, rpms: packages.map(({ file }) => file), programPath: env['PATH'] ?? '' });
  const { errors, warnings } = countFindings(findings);
  if (errors > 0) {
    const report = findReporter('terminal')?.(findings.filter(({ severity }) => severity === 'error')) ?? '';
    throw new ReleaseError('LINT_FAILED', `lint the packages: nothing was published\n${report}`, { hint: 'Correct rpm.json as is said above.' });
  }
  if (warnings > 0) writeError(`lint: ${warnings} ${warnings === 1 ? 'warning' : 'warnings'} about the packages; npx bigpanda lint --rpm ${findFolder(root, packages)} tells them\n`);
}

function findFolder(root: string, [first]: readonly RpmPackage[]): string {
  const file = first === undefined ? '' : relative(root, first.file);
  return file.slice(0, file.lastIndexOf('/'));
}
