import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeRpm, type PackageFile, type PackageSpec } from '@bigpanda/rpm-format';
import type { Signer } from '@bigpanda/signer';

/** Applets of busybox that scriptlets and people use. */
const applets = ['addgroup', 'adduser', 'cat', 'chmod', 'chown', 'cut', 'echo', 'false', 'getent', 'grep', 'id', 'install', 'kill', 'ln', 'ls', 'mkdir', 'mv', 'rm', 'sed', 'sh', 'test', 'touch', 'true', 'tr'];

/** What a real EL9 base brings and our packages or their scriptlets ask for. */
const baseProvides = ['bash', 'glibc', 'systemd', 'shadow-utils', 'system-release', '/bin/sh', '/usr/bin/sh', '/usr/bin/env', 'libc.so.6()(64bit)'];

/** The node of an EL system: the RPM `nodejs` with the virtual provide that our packages require. */
const nodeVersion = process.versions.node;

/**
 * Two packages that stand for the operating system in an empty install root: a base with a shell and the real
 * systemd-sysusers and systemd-tmpfiles of this machine, and `nodejs` with the Node that runs the tests, each with its libraries.
 */
export async function writeStubPackages(folder: string, signer: Signer): Promise<string[]> {
  const specs = [baseSpec(), nodeSpec()];
  return Promise.all(specs.map(async (spec) => {
    const written = await writeRpm(spec, { compression: { codec: 'zstd', level: 1 }, signHeader: (header) => signer.sign(header, spec.timeSeconds) });
    const file = join(folder, `${spec.name}-${spec.evr.version}-${spec.evr.release}.${spec.arch}.rpm`);
    writeFileSync(file, Buffer.concat(written.chunks));
    return file;
  }));
}

function baseSpec(): PackageSpec {
  const tools = ['systemd-sysusers', 'systemd-tmpfiles'].map((name) => realpathSync(`/usr/bin/${name}`));
  const libraries = tools.flatMap(librariesOf);
  return {
    ...common('el9-stub-base', '9.0'),
    dependencies: { provides: baseProvides.map((name) => ({ name })) },
    files: uniqueFiles([
      ...['/bin', '/sbin', '/lib64', '/lib'].map((path): PackageFile => ({ type: 'symlink', path, target: `usr${path}`, mode: 0o777 })),
      ...['/dev', '/etc', '/proc', '/run', '/tmp', '/usr/bin', '/usr/lib', '/usr/lib64', '/usr/sbin', '/var/lib', '/var/log', '/root'].map((path): PackageFile => ({ type: 'dir', path, mode: path === '/tmp' ? 0o1777 : 0o755 })),
      program('/usr/bin/busybox', realpathSync(execFileSync('sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).trim())),
      ...applets.map((name): PackageFile => ({ type: 'symlink', path: `/usr/bin/${name}`, target: 'busybox', mode: 0o777 })),
      { type: 'symlink', path: '/usr/bin/env', target: 'busybox', mode: 0o777 },
      ...tools.map((file) => program(`/usr/bin/${file.split('/').at(-1) ?? ''}`, file)),
      ...libraries.map(({ path, file }) => program(path, file)),
      text('/etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n'),
      text('/etc/group', 'root:x:0:\n'),
      text('/etc/shadow', 'root:*:19000:0:99999:7:::\n', 0o600),
      text('/etc/gshadow', 'root:*::\n', 0o600),
      text('/etc/os-release', 'NAME="EL9 stub"\nID="el9-stub"\nVERSION_ID="9"\n'),
    ]),
  };
}

function nodeSpec(): PackageSpec {
  const node = realpathSync(process.execPath);
  return {
    ...common('nodejs', nodeVersion),
    dependencies: { provides: [{ name: 'nodejs(engine)', operator: '=', evr: nodeVersion }], requires: [{ name: 'el9-stub-base' }] },
    files: uniqueFiles([program('/usr/bin/node', node), ...librariesOf(node).map(({ path, file }) => program(path, file))].filter((file) => !isInBase(file.path))),
  };
}

/** Libraries that the base package ships already. */
function isInBase(path: string): boolean {
  return baseSpec().files.some((file) => file.path === path);
}

function common(name: string, version: string): Omit<PackageSpec, 'files'> {
  return {
    name,
    evr: { version, release: '1.stub' },
    arch: 'x86_64',
    summary: 'Stands for a package of EL9 in tests',
    description: 'Stands for a package of EL9 in tests.',
    license: 'MIT',
    sourceRpm: `${name}-${version}-1.stub.src.rpm`,
    timeSeconds: 1_700_000_000,
  };
}

/** Shared libraries of a program and the loader, each at the path where the loader looks for it. */
function librariesOf(program: string): { readonly path: string; readonly file: string }[] {
  const lines = execFileSync('ldd', [program], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const path = /(\/\S+) \(0x/.exec(line)?.[1];
    return path === undefined ? [] : [{ path: path.replace(/^\/lib/, '/usr/lib'), file: realpathSync(path) }];
  });
}

function program(path: string, file: string): PackageFile {
  return { type: 'file', path, mode: 0o755, content: readFileSync(file) };
}

function text(path: string, content: string, mode = 0o644): PackageFile {
  return { type: 'file', path, mode, content: Buffer.from(content) };
}

function uniqueFiles(files: readonly PackageFile[]): PackageFile[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}
