import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planPackages, type SourceTrees } from '@bigpanda/rpm-builder';
import type { ScriptletName } from '@bigpanda/rpm-format';
import { makeFolder, run, sampleDescription, sampleInput } from './fixture.ts';

const allSources: SourceTrees = new Map(
  [sampleDescription, ...sampleDescription.subpackages].flatMap(({ contents, units }) =>
    [...contents, ...units].flatMap(({ source }) => (source === undefined ? [] : [[source, [{ path: '', content: Buffer.from('text') }]] as const])),
  ),
);

function scriptOf(packageName: string, name: ScriptletName): string {
  const spec = planPackages(sampleInput('/nowhere'), allSources).find((candidate) => candidate.name === packageName);
  return spec?.scriptlets?.[name]?.body ?? '';
}

/** Runs a scriptlet in a shell that finds only the given programs, which note how they were called. */
async function runScript(script: string, instances: number, programs: readonly string[]): Promise<readonly string[]> {
  await using folder = await makeFolder();
  const [bin, log] = [join(folder.path, 'bin'), join(folder.path, 'log')];
  await mkdir(bin);
  await writeFile(log, '');
  for (const program of programs) {
    const input = program === 'systemd-sysusers' ? 'while read -r line; do echo "  $line" >> "$LOG"; done\n' : '';
    const status = program === 'getent' ? 'exit 2\n' : '';
    await writeFile(join(bin, program), `#!/bin/sh\necho "${program} $*" >> "$LOG"\n${input}${status}`);
    await chmod(join(bin, program), 0o755);
  }
  const result = run('/bin/sh', ['-c', script, 'sh', String(instances)], { PATH: bin, LOG: log });
  expect(result.status).toBe(0);
  return (await readFile(log, 'utf8')).trimEnd().split('\n').filter((line) => !line.startsWith('getent'));
}

describe('the generated scriptlets', () => {
  it.each<readonly [string, readonly string[], readonly string[]]>([
    ['systemd-sysusers where it is', ['systemd-sysusers', 'useradd', 'groupadd', 'getent'], [
      'systemd-sysusers --replace=/usr/lib/sysusers.d/sample-server.conf -', '  u sample - "Sample\'s server" /var/lib/sample',
    ]],
    ['useradd where systemd-sysusers is not', ['useradd', 'groupadd', 'getent', 'adduser', 'addgroup'], [
      'groupadd -r sample', "useradd -r -M -g sample -d /var/lib/sample -s /sbin/nologin -c Sample's server sample",
    ]],
    ['busybox last', ['adduser', 'addgroup'], [
      'addgroup -S sample', "adduser -S -D -H -G sample -h /var/lib/sample -s /sbin/nologin -g Sample's server sample",
    ]],
    ['nothing where there is nothing', [], ['']],
  ])('make users before the installation with %s', async (_, programs, calls) => {
    expect(await runScript(scriptOf('sample-server', 'pre'), 1, programs)).toEqual(calls);
  });

  it('make the users of a sub-package that owns files of them, and of no other', () => {
    expect(scriptOf('sample-server-sqlite', 'pre')).toBe(scriptOf('sample-server', 'pre'));
    expect(scriptOf('sample-server-doc', 'pre')).toBe('');
  });

  it('write lines that systemd-sysusers reads', async () => {
    await using folder = await makeFolder();
    await mkdir(join(folder.path, 'etc'));
    const spec = planPackages(sampleInput('/nowhere'), allSources)[0];
    const file = spec?.files.find(({ path }) => path.startsWith('/usr/lib/sysusers.d/'));
    const content = file?.type === 'file' && file.content instanceof Uint8Array ? file.content : new Uint8Array(0);
    await writeFile(join(folder.path, 'sample.conf'), content);
    expect(run('systemd-sysusers', [`--root=${folder.path}`, join(folder.path, 'sample.conf')]).status).toBe(0);
    expect(await readFile(join(folder.path, 'etc/passwd'), 'utf8')).toMatch(/^sample:x:\d+:\d+:Sample's server:\/var\/lib\/sample:.*nologin$/m);
  });

  it.each<readonly [ScriptletName, number, readonly string[]]>([
    ['post', 1, ['systemd-tmpfiles --create /usr/lib/tmpfiles.d/sample-server.conf', 'systemctl --no-reload preset sample.service sample-clean.service']],
    ['post', 2, ['systemd-tmpfiles --create /usr/lib/tmpfiles.d/sample-server.conf']],
    ['preun', 0, ['systemctl --no-reload disable --now sample.service sample-clean.service']],
    ['preun', 1, ['']],
    ['postun', 0, ['']],
    ['postun', 1, ['systemctl try-restart sample.service']],
  ])('tell systemctl of the units in %s with %i instances left', async (name, instances, calls) => {
    const script = scriptOf('sample-server', name).replaceAll('/usr/lib/systemd/systemd-update-helper', '/nonexistent/helper');
    expect(await runScript(script, instances, ['systemctl', 'systemd-tmpfiles'])).toEqual(calls);
  });

  it('prefer systemd\'s update helper', async () => {
    const script = scriptOf('sample-server', 'postun').replaceAll('[ -x /usr/lib/systemd/systemd-update-helper ]', 'true').replaceAll('/usr/lib/systemd/', '');
    expect(await runScript(script, 1, ['systemd-update-helper', 'systemctl'])).toEqual(['systemd-update-helper mark-restart-system-units sample.service']);
  });

  it('run the author\'s part too', () => {
    expect(scriptOf('sample-server', 'post')).toContain('\necho installed\n');
  });
});
