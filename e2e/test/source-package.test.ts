import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mustRun, run } from '../src/run.ts';
import { SmallWorkspace } from '../src/small-workspace.ts';

describe('bigpanda rpm srpm', () => {
  it('shows what it would write, and writes a source package that a machine without a network builds the same package from', async () => {
    using workspace = await new SmallWorkspace().create();
    const dry = JSON.parse((await workspace.bigpanda(['rpm', 'srpm', '--dry-run', '--json'])).stdout) as { readonly packages: readonly string[] };
    expect(dry.packages).toEqual([expect.stringMatching(/^panda-hello-0\.1\.0~1\.g[0-9a-f]+-1\.el9\.src$/)]);
    expect(existsSync(join(workspace.root, 'build'))).toBe(false);

    const made = await workspace.bigpanda(['rpm', 'srpm', 'panda-hello', '--json']);
    const { packages: [source] } = JSON.parse(made.stdout) as { readonly packages: readonly { readonly file: string; readonly arch: string }[] };
    expect(source).toMatchObject({ arch: 'src', file: join(workspace.root, `build/srpms/${dry.packages[0]}.rpm`) });
    const verified = await workspace.bigpanda(['rpm', 'verify', source?.file ?? '']);
    expect(verified.stdout).toMatch(/ {2}source +ok {2}commit [0-9a-f]{40} [^]* {2}provenance +ok {2}beside the file: [^]* {2}materials +ok {2}beside the file: /);
    await mustRun('unshare', ['-n', 'rpmbuild', '--rebuild', '--define', `_topdir ${workspace.root}/build/top`, source?.file ?? ''], { cwd: workspace.root });
    const rebuilt = join(workspace.root, `build/top/RPMS/noarch/${dry.packages[0]?.replace(/src$/, 'noarch')}.rpm`);
    const native = JSON.parse((await workspace.bigpanda(['rpm', 'build', '--json'])).stdout) as { readonly packages: readonly { readonly file: string }[] };
    const list = (file: string) => mustRun('rpm', ['-qp', '--nosignature', '--qf', '%{NEVRA} %{BUILDTIME} %{SOURCERPM}\n[%{FILENAMES} %{FILEDIGESTS} %{FILEMTIMES} %{FILEMODES}\n]', file], { cwd: workspace.root });
    expect(await list(rebuilt)).toBe(await list(native.packages[0]?.file ?? ''));
  });

  it('refuses a component that is not there', async () => {
    using workspace = await new SmallWorkspace().create();
    expect(await workspace.bigpanda(['rpm', 'srpm', 'panda-none'])).toMatchObject({ status: 2, stderr: expect.stringContaining('"panda-none"') });
    expect((await run('ls', [join(workspace.root, 'build')])).status).not.toBe(0);
  });
});
