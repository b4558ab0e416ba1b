import { spawnSync } from 'node:child_process';
import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PackageFile } from '@bigpanda/rpm-format';
import { accounts } from '../../src/automatic/accounts.ts';
import { elf } from '../../src/automatic/elf.ts';
import { interpreters } from '../../src/automatic/interpreters.ts';
import { convertRange } from '../../src/automatic/node-range.ts';
import { pkgconfig } from '../../src/automatic/pkgconfig.ts';
import { pythonDistributions } from '../../src/automatic/python-distributions.ts';
import { makeFolder, print } from '../fixture.ts';
import { fileOf, listFound, sceneOf } from './scene.ts';

/** What a generator of rpm prints for files, sorted and each once. */
function judge(program: string, parameters: readonly string[], files: readonly string[], environment: Readonly<Record<string, string>> = {}): readonly string[] {
  const result = spawnSync(program, parameters, { input: files.map((file) => `${file}\n`).join(''), encoding: 'utf8', env: { ...process.env, ...environment } });
  if (result.status !== 0) throw new Error(`run ${program}: status ${result.status}: ${result.stderr}`);
  return [...new Set(result.stdout.split('\n').map((line) => line.trim()).filter((line) => line !== ''))].sort();
}

/** ELF files of this machine that rpm would look into, at most so many of each folder. */
function listElfFiles(limit: number): readonly string[] {
  const folders = ['/usr/bin', '/usr/sbin', '/usr/lib64', '/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', ...readdirSync('/usr/lib').filter((name) => /^python3\.\d+$/.test(name)).map((name) => `/usr/lib/${name}/lib-dynload`)];
  return folders.flatMap((folder) => listFolder(folder).filter(isElf).slice(0, limit));
}

function listFolder(folder: string): readonly string[] {
  return lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder).sort().map((name) => join(folder, name)) : [];
}

function isElf(file: string): boolean {
  if (!lstatSync(file).isFile()) return false;
  const descriptor = openSync(file, 'r');
  const head = Buffer.alloc(4);
  readSync(descriptor, head);
  closeSync(descriptor);
  return head.toString('latin1') === '\x7fELF';
}

describe('elf', () => {
  it('finds what rpm\'s elfdeps finds in the programs and libraries of this machine', async () => {
    const files = listElfFiles(40);
    expect(files.length).toBeGreaterThan(60);
    const packaged = files.map((path): PackageFile => fileOf(path, readFileSync(path), lstatSync(path).mode & 0o7777));
    const found = await listFound(elf, sceneOf(packaged));
    expect(found.requires).toEqual(judge('/usr/lib/rpm/elfdeps', ['--requires'], files));
    expect(found.provides).toEqual(judge('/usr/lib/rpm/elfdeps', ['--provides'], files));
  });

  it('needs nothing for a program that nobody can run, as elfdeps', async () => {
    const program = readFileSync('/usr/bin/env');
    await using folder = await makeFolder();
    const copy = join(folder.path, 'env');
    await writeFile(copy, program, { mode: 0o644 });
    expect(await listFound(elf, sceneOf([fileOf('/usr/bin/env.so', program)]))).toEqual({ requires: judge('/usr/lib/rpm/elfdeps', ['--requires'], [copy]), provides: [] });
  });

  it.each([['cut off anywhere', (bytes: Buffer, at: number) => bytes.subarray(0, at)], ['with any byte changed', (bytes: Buffer, at: number) => {
    const changed = Buffer.from(bytes);
    for (const offset of [at, (at * 7) % 4096, (at * 31) % bytes.length]) changed[offset] = (at * 131) & 255;
    return changed;
  }]])('reads a file %s without an error', async (_what, damage) => {
    const bytes = readFileSync('/usr/bin/env');
    for (let step = 0; step < 400; step += 1) {
      await listFound(elf, sceneOf([fileOf('/usr/bin/env', damage(bytes, Math.floor((step * bytes.length) / 400)), 0o755)]));
    }
  });
});

describe('interpreters', () => {
  it.each<readonly [string, string, number]>([
    ['a program', '#!/bin/sh\n', 0o755],
    ['spaces and arguments', '#!  /usr/bin/node --no-warnings\n', 0o755],
    ['env', '#!/usr/bin/env node\n', 0o755],
    ['env and a path', '#!/usr/bin/env /opt/program\n', 0o755],
    ['a name without a path', '#!node\n', 0o755],
    ['no newline', '#!/opt/program', 0o755],
    ['no first line', 'text\n#!/bin/sh\n', 0o755],
  ])('finds for %s what rpm\'s script.req finds', async (_what, text, mode) => {
    await using folder = await makeFolder();
    const file = join(folder.path, 'script');
    await writeFile(file, text);
    expect((await listFound(interpreters, sceneOf([fileOf('/usr/bin/script', text, mode)]))).requires).toEqual(judge('/usr/lib/rpm/script.req', [], [file]));
  });

  it('leaves out what cannot be run and what is documentation', async () => {
    const text = '#!/opt/program\n';
    const found = await listFound(interpreters, sceneOf([fileOf('/usr/bin/a', text), { type: 'file', path: '/usr/share/doc/a', mode: 0o755, flags: 2, content: Buffer.from(text) }]));
    expect(found.requires).toEqual([]);
  });
});

describe('pkgconfig', () => {
  it.each<readonly [string, string]>([
    ['variables', 'prefix=/usr\nversion_text=1.2\nName: Foo\nDescription: Foo\nVersion: ${version_text}.3\nCflags: -I${prefix}/include\n'],
    ['requirements', 'Name: Foo\nDescription: Foo\nVersion: 1\nRequires: glib-2.0 >= 2.50, gio-2.0\nRequires.private: zlib libpng = 1.6\n'],
    ['a comment and a line that goes on', '# Name: Bar\nName: Foo\nDescription: Foo # not this\nVersion: 2.0\nRequires: a \\\n b\n'],
  ])('finds for %s what rpm\'s pkgconfigdeps.sh finds', async (_what, text) => {
    await using folder = await makeFolder();
    const file = join(folder.path, 'foo.pc');
    await writeFile(file, text);
    const found = await listFound(pkgconfig, sceneOf([fileOf('/usr/lib64/pkgconfig/foo.pc', text)]));
    expect(found.provides).toEqual(judge('/usr/lib/rpm/pkgconfigdeps.sh', ['--provides'], [file]));
    expect(found.requires).toEqual(judge('/usr/lib/rpm/pkgconfigdeps.sh', ['--requires'], [file]));
  });
});

/** Where we differ from pythondistdeps.py, and why. */
const pythonDifferences: Readonly<Record<string, { readonly reason: string; readonly theirs: readonly string[]; readonly ours: readonly string[] }>> = {
  'a console script in older metadata': {
    reason: 'setuptools: scripts that import pkg_resources were last written by setuptools before 47.2; pip and newer ones write plain imports',
    theirs: ['python3.9dist(setuptools)'],
    ours: [],
  },
};

interface PythonCase {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  readonly python?: string;
}

const head = 'Metadata-Version: 2.1\nName: Foo_Bar.baz\nVersion: 1.2.0\n';
const metadataOf = (lines: string) => ({ 'Foo_Bar.baz-1.2.0.dist-info/METADATA': `${head}${lines}\nSome text\nRequires-Dist: not-this\n` });

const pythonCases: readonly PythonCase[] = [
  { what: 'a name and a version', files: metadataOf('') },
  { what: 'versions of every form', files: Object.fromEntries(['1.0rc1', '2!1.0.post3', '1.0.dev4', '0', '1.0.0', '1.0+local.1', 'v1.0', '1.0-1', '1.0alpha', '1.0a2.dev3'].map((version, index) => [`foo${index}-1.dist-info/METADATA`, `Metadata-Version: 2.1\nName: foo${index}\nVersion: ${version}\n`])) },
  { what: 'each operator', files: metadataOf(['a>1', 'b>=1.0', 'c<2', 'd<=2.1.0', 'e==3', 'f==3.*', 'g!=4', 'h!=4.1.*', 'i~=5.1', 'j~=5.1.2', 'k===1.0', 'l>=1,<2,!=1.5', 'm', 'n (>=1.2)', 'o[x,y]>=2', 'p>=1.0b2', 'q<2.0.dev0', 'r @ https://x.invalid/r-1.zip'].map((text) => `Requires-Dist: ${text}\n`).join('')) },
  { what: 'names that are written in other ways', files: metadataOf('Requires-Dist: Zope.Interface\nRequires-Dist: a__b-C\n') },
  { what: 'one name twice', files: metadataOf('Requires-Dist: a>=1\nRequires-Dist: A<3\n') },
  { what: 'markers', files: metadataOf(['a; python_version<"3.8"', 'b; python_version>="3.8"', 'c; sys_platform=="win32"', 'd; sys_platform!="win32" and python_version<"4"', 'e; extra=="test"', 'f; (os_name=="nt" or os_name=="posix") and python_version>"3.1"', 'g; python_version in "3.8 3.9"', 'h; platform_system=="Linux"', 'i; implementation_name=="cpython"', 'j; python_full_version<"3.9.1"', 'k; python_version not in "2.7, 3.9"', 'l; "3.9"==python_version', "m; python_version == '3.*'", 'n; python_version ~= "3.6"'].map((text) => `Requires-Dist: ${text}\n`).join('')) },
  { what: 'a folder of older metadata', files: { 'foo-1.0-py3.9.egg-info/PKG-INFO': 'Metadata-Version: 1.1\nName: foo\nVersion: 1.0\n', 'foo-1.0-py3.9.egg-info/requires.txt': 'a>=1\n\n[:python_version < "3.8"]\nb\n\n[test]\nc\n\n[x:python_version>="3"]\nd\n' } },
  { what: 'a file of older metadata', files: { 'foo-1.0-py3.9.egg-info': 'Metadata-Version: 1.0\nName: foo\nVersion: 1.0\n' } },
  { what: 'a console script in older metadata', files: { 'foo-1.0-py3.9.egg-info/PKG-INFO': 'Metadata-Version: 1.1\nName: foo\nVersion: 1.0\n', 'foo-1.0-py3.9.egg-info/entry_points.txt': '[console_scripts]\nfoo = foo:main\n' } },
  { what: 'another Python', python: '3.12', files: metadataOf('Requires-Dist: a; python_version>="3.10"\n') },
];

describe('pythonDistributions', () => {
  it.each(pythonCases)('finds for $what what rpm\'s pythondistdeps.py finds', async ({ what, files, python = '3.9' }) => {
    await using folder = await makeFolder();
    const place = `usr/lib/python${python}/site-packages`;
    const packaged: PackageFile[] = [];
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder.path, place, path)), { recursive: true });
      await writeFile(join(folder.path, place, path), text);
      packaged.push(fileOf(`/${place}/${path}`, text));
    }
    const entries = new Set(Object.keys(files).map((path) => join(folder.path, place, path.split('/')[0] ?? '')));
    const packaging = await vendoredPackaging(folder.path);
    const run = (option: string) => judge('python3', ['/usr/lib/rpm/pythondistdeps.py', option, '--majorver-provides', '--normalized-names-format', 'pep503', '--normalized-names-provide-both'], [...entries], { PYTHONPATH: packaging.path, PYTHONWARNINGS: 'ignore' });
    const found = await listFound(pythonDistributions, sceneOf(packaged));
    const { theirs = [], ours = [] } = pythonDifferences[what] ?? {};
    expect(found.provides).toEqual(run('--provides'));
    expect(found.requires.filter((text) => !ours.includes(text))).toEqual(run('--requires').filter((text) => !text.startsWith('python(abi)') && !theirs.includes(text)));
  });

  it('keeps the dots of names for EL 8, whose packages have them', async () => {
    const found = await listFound(pythonDistributions, sceneOf([fileOf('/usr/lib/python3.6/site-packages/foo.dist-info/METADATA', `${head}Requires-Dist: ruamel.yaml\n`)]));
    expect(found.requires).toEqual(['python3.6dist(ruamel.yaml)']);
  });

  it('names the file and the requirement that is none', async () => {
    const attempt = listFound(pythonDistributions, sceneOf([fileOf('/usr/lib/python3.9/site-packages/foo.dist-info/METADATA', `${head}Requires-Dist: a ~= 1\n`)]));
    await expect(attempt).rejects.toMatchObject({ code: 'RPM_METADATA_INVALID', message: 'read "/usr/lib/python3.9/site-packages/foo.dist-info/METADATA": the requirement "a ~= 1" is none of PEP 440' });
  });
});

/** The module `packaging` that the generator needs, where only pip or setuptools bring it. */
async function vendoredPackaging(folder: string): Promise<{ readonly path: string }> {
  const code = 'import importlib\nfor name in ("packaging", "pip._vendor.packaging", "setuptools._vendor.packaging"):\n  try:\n    print(importlib.import_module(name).__path__[0]); break\n  except ImportError: pass';
  const source = print('python3', ['-c', code]).trim();
  await mkdir(join(folder, 'modules'));
  print('cp', ['-r', source, join(folder, 'modules/packaging')]);
  return { path: join(folder, 'modules') };
}

describe('accounts', () => {
  const file = fileOf('/usr/lib/sysusers.d/scene.conf', '# users\nu dnsmasq - "Dnsmasq DHCP and DNS server" /var/lib/dnsmasq\ng mail 12\nm dnsmasq mail\n');
  const owned: PackageFile = { type: 'dir', path: '/var/lib/dnsmasq', mode: 0o755, user: 'dnsmasq', group: 'mail' };

  it('provides users with their lines for rpm 4.19, as its manual has them, and requires the owners of files', async () => {
    expect(await listFound(accounts, sceneOf([file, owned], 'el10'))).toEqual({
      provides: [
        'group(dnsmasq)',
        'group(mail) = ZyBtYWlsIDEy',
        'groupmember(dnsmasq/mail) = bSBkbnNtYXNxIG1haWwA',
        'user(dnsmasq) = dSBkbnNtYXNxIC0gIkRuc21hc3EgREhDUCBhbmQgRE5TIHNlcnZlciIgL3Zhci9saWIvZG5zbWFzcQAA',
      ],
      requires: ['group(mail)', 'user(dnsmasq)'],
    });
  });

  it.each(['el8', 'el9'])('finds none for %s, where nothing would provide them', async (target) => {
    expect(await listFound(accounts, sceneOf([file, owned], target))).toEqual({ provides: [], requires: [] });
  });
});

describe('convertRange', () => {
  it.each([
    ['>=22.13', 'nodejs(engine) >= 22.13'],
    ['>=22', 'nodejs(engine) >= 22'],
    ['^22.13.1', '(nodejs(engine) >= 22.13.1 with nodejs(engine) < 23)'],
    ['22.x || >=24.1', '((nodejs(engine) >= 22 with nodejs(engine) < 23) or nodejs(engine) >= 24.1)'],
    ['22.13.0', 'nodejs(engine) = 22.13'],
    ['*', undefined],
    ['>=0', undefined],
    ['lts', undefined],
  ])('makes of %s: %s', (range, text) => {
    expect(convertRange('nodejs(engine)', range)).toBe(text);
  });
});
