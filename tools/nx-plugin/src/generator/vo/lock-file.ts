import { spawnSync } from 'node:child_process';
import { ReleaseError } from '@bigpanda/release-model';

/**
 * Writes the new package of the workspace into package-lock.json, and installs nothing: no other line changes.
 * @throws ReleaseError `LOCK_FAILED`
 */
export function updateLockFile(workspaceRoot: string): void {
  const { status, error } = spawnSync('npm', ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: workspaceRoot, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status === 0) return;
  throw new ReleaseError('LOCK_FAILED', `bring package-lock.json up to date: npm ${error === undefined ? `ended with exit status ${status ?? 'none'}` : `did not start: ${error.message}`}; the files of the VO are written`, { hint: 'Run npm install.' });
}
