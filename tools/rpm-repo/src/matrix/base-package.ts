import { readFile, realpath } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { writeRpm, type Dependency, type PackageFile } from '@bigpanda/rpm-format';
import { runProgram } from './program.ts';

/** Programs of this machine that scriptlets call; one that is missing here is missing there. */
const wantedPrograms = ['systemd-sysusers', 'systemd-tmpfiles'];

/** Applets of busybox that scriptlets call. */
const applets = [
  '[', 'addgroup', 'adduser', 'awk', 'basename', 'cat', 'chgrp', 'chmod', 'chown', 'cmp', 'cp', 'cut', 'date', 'dirname', 'echo', 'env', 'expr', 'false', 'find', 'getent', 'grep', 'head', 'id', 'install',
  'ln', 'ls', 'mkdir', 'mktemp', 'mv', 'readlink', 'rm', 'rmdir', 'sed', 'sh', 'sleep', 'sort', 'stat', 'tail', 'test', 'touch', 'tr', 'true', 'uname', 'xargs',
];

const folders = ['/dev', '/etc', '/proc', '/root', '/run', '/tmp', '/usr/bin', '/usr/lib', '/usr/lib64', '/usr/sbin', '/var/lib', '/var/log'];

/** Name of the package that stands for the operating system. */
export const basePackageName = 'matrix-base';

/** Where a static busybox is on this machine; `undefined` where there is none. */
export async function findBusybox(env: Readonly<Record<string, string | undefined>>): Promise<string | undefined> {
  return findProgram('busybox', env);
}

/**
 * The RPM file of a package that stands for the operating system in an empty root: a shell with its programs, what creates users and folders, and
 * the name of everything that the packages require from elsewhere.
 * @param outside requirements that no package of the repository answers
 */
export async function writeBasePackage(busybox: string, outside: readonly Dependency[]): Promise<Uint8Array> {
  const programs = (await Promise.all(wantedPrograms.map((name) => findProgram(name, process.env)))).filter((path) => path !== undefined);
  const libraries = (await Promise.all(programs.map(listLibraries))).flat();
  const files: readonly PackageFile[] = [
    ...['/bin', '/sbin', '/lib', '/lib64'].map((path): PackageFile => ({ type: 'symlink', path, target: `usr${path}`, mode: 0o777 })),
    ...folders.map((path): PackageFile => ({ type: 'dir', path, mode: path === '/tmp' ? 0o1777 : 0o755 })),
    { type: 'file', path: '/usr/bin/busybox', mode: 0o755, content: await readFile(busybox) },
    ...applets.map((name): PackageFile => ({ type: 'symlink', path: `/usr/bin/${name}`, target: 'busybox', mode: 0o777 })),
    ...(await Promise.all([...programs.map((path) => ({ path: `/usr/bin/${path.slice(path.lastIndexOf('/') + 1)}`, file: path })), ...libraries].map(readProgram))),
    text('/etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n'), text('/etc/group', 'root:x:0:\n'), text('/etc/shadow', 'root:*:19000:0:99999:7:::\n'), text('/etc/gshadow', 'root:*::\n'),
    text('/etc/os-release', 'NAME="Upgrade matrix"\nID="matrix"\nVERSION_ID="1"\n'),
  ];
  const { chunks } = await writeRpm({
    name: basePackageName, evr: { version: '1', release: '1' }, arch: 'noarch', summary: 'Stands for the operating system', description: 'Stands for the operating system.',
    license: 'Apache-2.0', sourceRpm: `${basePackageName}-1-1.src.rpm`, timeSeconds: 1_700_000_000, dependencies: { provides: outside.flatMap(toProvides) },
    files: [...new Map(files.map((file) => [file.path, file])).values()],
  }, { compression: { codec: 'gzip', level: 1 } });
  return Buffer.concat(chunks);
}

/** What answers a requirement; of a rich one, every name in it. */
function toProvides({ name, operator, evr }: Dependency): readonly Dependency[] {
  if (!name.startsWith('(')) return [operator !== undefined && evr !== undefined && operator.includes('=') ? { name, operator: '=', evr } : { name }];
  const words = name.replaceAll(/[<>=]+\s*\S+/g, '').split(/[\s()]+/);
  return words.filter((word) => word !== '' && !['and', 'or', 'if', 'else', 'unless', 'with', 'without'].includes(word)).map((word) => ({ name: word }));
}

async function findProgram(name: string, env: Readonly<Record<string, string | undefined>>): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const found = folder === '' ? undefined : await realpath(join(folder, name)).catch(() => undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Shared libraries of a program and the loader, each at the path where the loader looks for it. */
async function listLibraries(program: string): Promise<readonly { readonly path: string; readonly file: string }[]> {
  const { output } = await runProgram('ldd', [program]);
  const paths = output.split('\n').flatMap((line) => /(\/\S+) \(0x/.exec(line)?.[1] ?? []);
  return Promise.all(paths.map(async (path) => ({ path: path.replace(/^\/lib/, '/usr/lib'), file: await realpath(path) })));
}

async function readProgram({ path, file }: { readonly path: string; readonly file: string }): Promise<PackageFile> {
  return { type: 'file', path, mode: 0o755, content: await readFile(file) };
}

function text(path: string, content: string): PackageFile {
  return { type: 'file', path, mode: 0o644, content: Buffer.from(content) };
}
