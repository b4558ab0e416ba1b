import { relative } from 'node:path';
import type { Finding } from '@bigpanda/lint';
import { ReleaseError, type RpmPackage } from '@bigpanda/release-model';
import type { Context } from '../context.ts';

/** Packages to lint before they are published. */
export interface PackageLint {
  /** Absolute path of the workspace, whose release tags versions are compared with. */
  readonly root: string;
  readonly packages: readonly Pick<RpmPackage, 'file'>[];
}

/**
 * Lints built packages by our rules, and by rpmlint where it is installed. Warnings are counted on standard error.
 * @throws ReleaseError `LINT_FAILED` with every error
 */
export async function requireSound(lint: PackageLint, context: Pick<Context, 'env' | 'writeError'>): Promise<void> {
  const warnings = (await judgePackages(lint, context)).filter(({ severity }) => severity === 'warning').length;
  if (warnings > 0) context.writeError(`lint: ${warnings} ${warnings === 1 ? 'warning' : 'warnings'} about the packages; npx bigpanda lint --rpm ${findFolder(lint.root, lint.packages)} tells them\n`);
}

/**
 * What our rules, and rpmlint where it is installed, find in built packages.
 * @throws ReleaseError `LINT_FAILED` with every error
 */
export async function judgePackages({ root, packages }: PackageLint, { env }: Pick<Context, 'env'>): Promise<readonly Finding[]> {
  // What commands that make no packages should not wait for.
  const { countFindings, findReporter, lintPackages } = await import('@bigpanda/lint/run');
  const findings = await lintPackages({ root, rpms: packages.map(({ file }) => file), programPath: env['PATH'] ?? '' });
  if (countFindings(findings).errors === 0) return findings;
  const report = findReporter('terminal')?.(findings.filter(({ severity }) => severity === 'error')) ?? '';
  throw new ReleaseError('LINT_FAILED', `lint the packages: nothing was published\n${report}`, { hint: 'Correct rpm.json as is said above.' });
}

function findFolder(root: string, [first]: PackageLint['packages']): string {
  const file = first === undefined ? '' : relative(root, first.file);
  return file.slice(0, file.lastIndexOf('/'));
}
