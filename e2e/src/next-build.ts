import { appendFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { bigpandaMain, checkoutRoot, node } from './checkout.ts';
import type { Published } from './published.ts';
import { mustRun } from './run.ts';

/** Publishes a component once more, built from a commit on top of the checkout's: dnf sees a later version of it. */
export async function publishNext(published: Published, { component, file }: { readonly component: string; readonly file: string }): Promise<void> {
  const [clone, packages] = [published.folder.file('next'), published.folder.file('next-rpms')];
  await mustRun('git', ['clone', '-q', '--shared', checkoutRoot, clone]);
  symlinkSync(join(checkoutRoot, 'node_modules'), join(clone, 'node_modules'));
  appendFileSync(join(clone, file), '\n// the next version\n');
  await mustRun('git', ['-c', 'user.name=A', '-c', 'user.email=a@panda.test', 'commit', '-q', '-a', '-m', `fix(${component}): another`], { cwd: clone });
  await mustRun(node, [bigpandaMain, 'rpm', 'build', component, '--target', 'el9', '--out', packages], { cwd: clone, env: published.env });
  await published.bigpanda('repo', 'add', packages, '--channel', 'testing', '--repo', published.repository);
}
