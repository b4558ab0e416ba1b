import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PackageSpec } from '@bigpanda/rpm-format';
import { run, writeBytes } from '@bigpanda/rpm-format/testing';
import { runCommand } from './command-run.ts';
import { afterSpec, beforeSpec } from './difference-pair.ts';

const folder = mkdtempSync(join(tmpdir(), 'release-test-'));
const [before, after] = [join(folder, 'before.rpm'), join(folder, 'after.rpm')];
process.env['TZ'] = 'UTC';

interface Fate { readonly path: string; readonly change: string; readonly leaves: string; readonly where: string }

beforeAll(async () => {
  writeFileSync(before, await writeBytes(beforeSpec));
  writeFileSync(after, await writeBytes(afterSpec));
});
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

/** Goes from one package to the other in an install root, after a change to what the first one installed. */
function upgrade(root: string, files: readonly string[], change: () => void): { readonly status: number | null; readonly output: string } {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  const rpm = (args: readonly string[]) => run('rpm', ['--root', root, '--nodeps', '--noscripts', '--notriggers', '--nocaps', ...args]);
  expect(rpm(['-i', files[0] ?? '']).status).toBe(0);
  change();
  return rpm(['-U', files[1] ?? '']);
}

/** The package without the one path that rpm refuses. */
function withoutObstacle(spec: PackageSpec): PackageSpec {
  return { ...spec, files: spec.files.filter(({ path }) => path !== '/usr/lib/sitter-current') };
}

describe('bigpanda rpm diff', () => {
  it('tells of configuration what rpm -U does with it: on hosts where it was edited, where it was there already, and on others', async () => {
    const files = [join(folder, 'a.rpm'), join(folder, 'b.rpm')];
    for (const [index, spec] of [beforeSpec, afterSpec].entries()) writeFileSync(files[index] ?? '', await writeBytes(withoutObstacle(spec)));
    const { config } = JSON.parse((await runCommand(['rpm', 'diff', '--json', ...files])).stdout) as { readonly config: readonly Fate[] };
    const root = join(folder, 'root');
    const names = ['changed.conf', 'kept.conf', 'same.conf', 'removed.conf', 'was-plain', 'come.conf', 'come-kept.conf'];
    const etc = join(root, 'etc/sitter');
    const leftovers = (): string[] => readdirSync(etc).filter((name) => name.includes('.rpm')).sort();
    const predict = (where: string): string[] => config.filter((fate) => fate.where === where).map(({ path, leaves }) => `${path.split('/').at(-1) ?? ''}${leaves}`).sort();

    expect(upgrade(root, files, () => { for (const name of names.slice(0, 5)) writeFileSync(join(etc, name), 'edited\n'); }).status).toBe(0);
    expect(leftovers()).toEqual(predict('it was edited'));
    expect(leftovers()).toEqual(['changed.conf.rpmsave', 'kept.conf.rpmnew', 'removed.conf.rpmsave', 'was-plain.rpmnew']);
    expect(upgrade(root, files, () => { for (const name of names.slice(5)) writeFileSync(join(etc, name), 'there already\n'); }).status).toBe(0);
    expect(leftovers()).toEqual(predict('such a file is there already'));
    expect(upgrade(root, files, () => undefined).status).toBe(0);
    expect(leftovers()).toEqual([]);
  });

  it('names the paths at which rpm refuses the upgrade', async () => {
    const { obstacles } = JSON.parse((await runCommand(['rpm', 'diff', '--json', before, after])).stdout) as { readonly obstacles: readonly { readonly path: string }[] };
    expect(obstacles.map(({ path }) => path)).toEqual(['/usr/lib/sitter-current']);
    const root = join(folder, 'root');
    const { status, output } = upgrade(root, [before, after], () => { mkdirSync(join(root, 'usr/lib/one')); });
    expect(status).not.toBe(0);
    expect(output).toContain('file /usr/lib/sitter-current from install of sitter-1.1-1.el9.noarch conflicts with file');
  });

  it('shows people everything else that differs, and nothing that does not', async () => {
    const { stdout, status } = await runCommand(['rpm', 'diff', before, after]);
    expect(status).toBe(0);
    for (const line of [
      'sitter 1.0-1.el9 -> 1.1-1.el9: upgrade',
      '  /usr/bin/stronger  GAINS set-uid root, GAINS set-gid panda',
      '  /usr/bin/sitter    GAINS cap_net_raw=ep',
      '  /usr/bin/weaker    loses set-uid root',
      '  /var/lib/sitter    GAINS world-writable',
      '  fresh.socket    added',
      '  quiet.timer     changed  not restarted',
      '  sitter.service  changed  restarted by postun of the old package',
      '              ~  nodejs(engine) >= 22.13 -> nodejs(engine) >= 24',
      '  obsoletes   +  sitter-old < 1.0',
      '    -echo second', '    +echo 2nd', '  posttrans added (<lua>)', '  preun removed', '  triggerin(bash) changed',
      '  ~  /etc/sitter/same.conf                   mode 0644 -> 0640, group root -> panda',
      '  licence  "MIT" -> "Apache-2.0"',
      '  Wed Nov 15 2023  Ada <ada@sitter.invalid> - 1.1-1: - second',
    ]) expect(stdout.split('\n')).toContain(line);
    for (const same of ['sitter-libs', 'postun changed', '- first', 'same.conf  replaced']) expect(stdout).not.toContain(same);
    expect(stdout.split('\n').filter((line) => line.length > 80 && !line.startsWith('  ~'))).toEqual([]);
  });

  it('writes Markdown in which no text of a package becomes markup', async () => {
    const { stdout } = await runCommand(['rpm', 'diff', before, after, '--format', 'md']);
    expect(stdout).toMatch(/^## sitter 1\.0-1\.el9 -\\> 1\.1-1\.el9: upgrade\n\n### Size\n/);
    expect(stdout).toContain('- `requires` ~ nodejs(engine) \\>= 22.13 -\\> nodejs(engine) \\>= 24');
    expect(stdout).toContain('```diff\n@@ -1,3 +1,3 @@\n echo first\n-echo second\n+echo 2nd\n echo third\n```');
    expect(stdout).toContain('- `Wed Nov 15 2023` Ada \\<ada\\@sitter.invalid\\> - 1.1-1: - second');
  });

  it('knows upgrade, downgrade, the same, a replacement and another package by name and version', async () => {
    const other = join(folder, 'other.rpm');
    const old = join(folder, 'old.rpm');
    writeFileSync(other, await writeBytes({ ...beforeSpec, name: 'other', files: [], scriptlets: {}, triggers: [] }));
    writeFileSync(old, await writeBytes({ ...beforeSpec, name: 'sitter-old', evr: { version: '0.9', release: '1' } }));
    const step = async (one: string, two: string): Promise<unknown> => (JSON.parse((await runCommand(['rpm', 'diff', '--json', one, two])).stdout) as { readonly step: unknown }).step;
    expect(await Promise.all([step(before, after), step(after, before), step(before, before), step(old, after), step(before, other)])).toEqual(['upgrade', 'downgrade', 'same version', 'replacement', 'other package']);
  });

  it('ends with status 0 when packages differ, with 3 when told to, and with 2 for what is no package', async () => {
    expect((await runCommand(['rpm', 'diff', before, after])).status).toBe(0);
    expect((await runCommand(['rpm', 'diff', '--exit-code', before, after])).status).toBe(3);
    const same = await runCommand(['rpm', 'diff', '--exit-code', before, before]);
    expect([same.status, same.stdout]).toEqual([0, 'sitter 1.0-1.el9 -> 1.0-1.el9: same version\n\nUnits\n  sitter.service  unchanged  restarted by postun of the old package\n']);
    writeFileSync(join(folder, 'text'), 'text');
    expect((await runCommand(['rpm', 'diff', before, join(folder, 'text')])).status).toBe(2);
  });
});
