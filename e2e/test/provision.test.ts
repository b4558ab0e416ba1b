import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkoutRoot, node } from '../src/checkout.ts';
import { mustRun, run } from '../src/run.ts';
import { TemporaryFolder } from '../src/temporary-folder.ts';

/** Runs the provisioning of `npm test` as another user, with only what stands in a folder on its path. */
async function provision(folder: TemporaryFolder): Promise<{ readonly status: number; readonly stderr: string }> {
  for (const file of ['provision.ts', 'unpacked-packages.ts']) cpSync(join(checkoutRoot, 'ci', file), folder.file(file));
  mkdirSync(folder.file('bin'), { recursive: true });
  await mustRun('chmod', ['-R', 'a+rX', folder.path]);
  const script = `const { provision } = await import(${JSON.stringify(folder.file('provision.ts'))}); process.exitCode = provision({ PATH: ${JSON.stringify(folder.file('bin'))} }) ? 0 : 1;`;
  return run('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', node, '--input-type=module', '--eval', script], { cwd: '/' });
}

describe('provision', () => {
  it('names every program that is missing and how to install them, and fails, when it may not install', async () => {
    using folder = new TemporaryFolder();
    const { status, stderr } = await provision(folder);
    expect(status).toBe(1);
    for (const name of ['rpmbuild', 'dnf', 'createrepo_c', 'chromium']) expect(stderr).toContain(name);
    expect(stderr).toMatch(/hint: Install them as root: apt-get install .*createrepo-c/);
  });
});
