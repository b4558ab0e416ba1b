import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rpmDescriptionSchema, type Target } from '@bigpanda/release-model';
import { nativePackager, type PackInput } from '@bigpanda/rpm-builder';
import { buildPythonTree } from '../src/python/python-tree.ts';

const code = { 'greet/__init__.py': 'def greet():\n    return "hello"\n', 'greet/deep/__init__.py': '', 'greet/deep/data.txt': 'data\n', 'greet/cli.py': 'from greet import greet\n\n\ndef run():\n    print(greet())\n' };

/** Two projects of the same modules: one by a setup.py alone, one by a pyproject.toml. */
const projects: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'setup.py': {
    ...code,
    'single.py': 'VALUE = 1\n',
    'bin/greet-old': '#!/usr/bin/env python\nfrom greet import greet\nprint(greet())\n',
    'etc/greet.cfg': '[greet]\n',
    'setup.py': 'from setuptools import find_packages, setup\nsetup(name="greet", version="1.2rc1", packages=find_packages(), py_modules=["single"], package_data={"greet.deep": ["*.txt"]}, scripts=["bin/greet-old"], data_files=[("etc/greet", ["etc/greet.cfg"]), ("share/greet", ["etc/greet.cfg"])], install_requires=["requests>=2,<3", "tomli; python_version<\'3.11\'"], entry_points={"console_scripts": ["greet=greet.cli:run"]})\n',
  },
  'pyproject.toml': {
    ...code,
    'LICENSE': 'Licence\n',
    'pyproject.toml': '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n\n[project]\nname = "greet"\nversion = "1.2rc1"\nrequires-python = ">=3.6"\ndependencies = ["requests>=2,<3", "tomli; python_version<\'3.11\'"]\n\n[project.scripts]\ngreet = "greet.cli:run"\n\n[tool.setuptools]\npackages = ["greet", "greet.deep"]\n\n[tool.setuptools.package-data]\n"greet.deep" = ["*.txt"]\n',
  },
};

const el9: Target & { readonly site: string } = { name: 'el9', payload: { codec: 'zstd', level: 3 }, site: '/usr/lib/python3.9/site-packages' };
const targets: readonly (typeof el9)[] = [
  { name: 'el8', payload: { codec: 'gzip', level: 9 }, site: '/usr/lib/python3.6/site-packages' },
  el9,
  { name: 'el10', payload: { codec: 'zstd', level: 3 }, site: '/usr/lib/python3.12/site-packages' },
];

function run(program: string, parameters: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(program, parameters, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8', ...environment } });
  return { status, output: `${stdout}${stderr}` };
}

function writeProject(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function inputOf(componentRoot: string, target: Target): PackInput {
  return {
    description: rpmDescriptionSchema.parse({ name: 'greet', summary: 'Greet', description: 'Greets.', license: 'MIT', url: 'https://greet.invalid', build: { python: true } }),
    componentRoot, target, version: '1.2.0', release: `1.${target.name}`, timeSeconds: 1_700_000_000, commit: '0'.repeat(40), vendor: 'Greet', vcsUrl: 'https://greet.invalid', licenceText: Buffer.from('Licence\n'),
  };
}

describe.each(Object.keys(projects))('a Python project with a %s', (kind) => {
  let folder: string;
  let project: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'python-tree-test-'));
    project = join(folder, 'project');
    writeProject(project, projects[kind] ?? {});
    await buildPythonTree({ projectRoot: project, environment: process.env });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const pack = async (target: Target) => (await nativePackager.pack(inputOf(project, target), { folder: join(folder, target.name) }))[0]?.file ?? '';
  const query = (file: string, ...parameters: string[]) => run('rpm', ['-qp', ...parameters, file]).output.trim().split('\n');

  it('is built without a change to its own folder but for dist', () => {
    expect(readdirSync(project).toSorted()).toEqual([...new Set(Object.keys(projects[kind] ?? {}).map((path) => path.split('/')[0] ?? '')), 'dist'].toSorted());
    expect(readdirSync(join(project, 'dist'))).toEqual(['python']);
  });

  it.each(targets)('installs on $name, and its modules and scripts run', async (target) => {
    const file = await pack(target);
    const root = join(folder, `root-${target.name}`);
    const installed = run('rpm', ['--root', root, '--dbpath', '/db', '-i', '--nodeps', '--noscripts', file]);
    expect(installed).toMatchObject({ status: 0 });
    const environment = { PYTHONPATH: join(root, target.site), PYTHONDONTWRITEBYTECODE: '1' };
    const imported = run('python3', ['-c', 'import greet.deep, importlib.metadata as m; print(greet.__file__, greet.greet(), m.version("greet"))'], environment);
    expect(imported.output.trim()).toBe(`${root}${target.site}/greet/__init__.py hello 1.2rc1`);
    for (const name of readdirSync(join(root, 'usr/bin'))) {
      expect(readFileSync(join(root, 'usr/bin', name), 'utf8')).toMatch(/^#!\/usr\/bin\/python3\n/);
      expect(run('python3', [join(root, 'usr/bin', name)], environment)).toEqual({ status: 0, output: 'hello\n' });
    }
    expect(run('rpm', ['--root', root, '--dbpath', '/db', '-V', '--nodeps', '--noscripts', 'greet'])).toEqual({ status: 0, output: '' });
  });

  it.each(targets)('requires and provides on $name what its metadata say', async (target) => {
    const python = /3\.\d+/.exec(target.site)?.[0] ?? '';
    const file = await pack(target);
    const tomli = python === '3.12' ? [] : [`python${python}dist(tomli)`];
    expect(query(file, '--requires').filter((line) => !line.startsWith('rpmlib(')).toSorted()).toEqual([
      `(python${python}dist(requests) < 3 with python${python}dist(requests) >= 2)`, ...(kind === 'setup.py' ? [`config(greet) = 1.2.0-1.${target.name}`] : []), '/bin/sh', '/usr/bin/python3', `python(abi) = ${python}`, ...tomli,
    ].toSorted());
    expect(query(file, '--provides')).toEqual(expect.arrayContaining([`python3dist(greet) = 1.2~rc1`, `python${python}dist(greet) = 1.2~rc1`]));
  });

  it('installs a file that rpm.json names as it says there, and not a second time', async () => {
    const source = kind === 'setup.py' ? 'data/etc/greet/greet.cfg' : 'purelib/greet/deep/data.txt';
    const input = inputOf(project, el9);
    const contents = [{ type: 'config', source: `dist/python/${source}`, destination: '/etc/greet.conf', mode: '0640' }];
    const [written] = await nativePackager.pack({ ...input, description: rpmDescriptionSchema.parse({ ...input.description, contents }) }, { folder: join(folder, 'named') });
    const listed = query(written?.file ?? '', '--qf', '[%{FILENAMES} %{FILEMODES:octal} %{FILEFLAGS:fflags}\n]').map((line) => line.trim());
    expect(listed).toContain('/etc/greet.conf 100640 c');
    expect(listed.filter((line) => line.includes(posix.basename(source)))).toEqual(kind === 'setup.py' ? ['/usr/share/greet/greet.cfg 100644'] : []);
  });

  it('compiles its modules when it is installed, and takes everything with it when it goes', async () => {
    const version = run('python3', ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])']).output.trim();
    const file = await pack({ name: 'here', payload: { codec: 'gzip', level: 1 }, python: version });
    const root = join(folder, 'root-here');
    const rpm = (...parameters: string[]) => run('rpm', ['--root', root, '--dbpath', '/db', ...parameters]);
    expect(rpm('-i', '--nodeps', '--noscripts', file)).toMatchObject({ status: 0 });
    const [, script = ''] = run('rpm', ['-qp', '--scripts', file]).output.split(/postinstall scriptlet .*\n/);
    const program = run('sh', ['-c', 'command -v python3']).output.trim();
    const moved = script.replaceAll(`/usr/bin/python${version}`, program).replaceAll(`/usr/lib/python${version}`, `${root}/usr/lib/python${version}`);
    expect(run('sh', ['-c', moved])).toEqual({ status: 0, output: '' });
    expect(existsSync(join(root, `usr/lib/python${version}/site-packages/greet/deep/__pycache__/__init__.cpython-${version.replace('.', '')}.pyc`))).toBe(true);
    expect(rpm('-V', '--nodeps', '--noscripts', 'greet')).toEqual({ status: 0, output: '' });
    expect(rpm('-e', '--nodeps', '--noscripts', 'greet')).toMatchObject({ status: 0 });
    expect(run('find', [root, '-name', '*greet*', '-o', '-name', '*.pyc']).output).toBe('');
  });

  it('gives the same package from another folder at another time', async () => {
    const copy = join(folder, 'elsewhere', 'copy');
    writeProject(copy, projects[kind] ?? {});
    for (const path of Object.keys(projects[kind] ?? {})) utimesSync(join(copy, path), 1_000_000, 1_000_000);
    await buildPythonTree({ projectRoot: copy, environment: process.env });
    const [other] = await nativePackager.pack(inputOf(copy, el9), { folder: join(folder, 'other') });
    expect(readFileSync(other?.file ?? '').equals(readFileSync(await pack(el9)))).toBe(true);
  });
});

describe('buildPythonTree', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, object]>([
    ['a back end that is not installed', { 'pyproject.toml': '[build-system]\nrequires = []\nbuild-backend = "no_such_backend.api"\n' }, { code: 'PYTHON_BUILD_FAILED', message: expect.stringContaining('has no module "no_such_backend"') }],
    ['a setup.py that fails', { 'setup.py': 'raise SystemExit("not today")\n' }, { code: 'PYTHON_BUILD_FAILED', message: expect.stringContaining('not today') }],
    ['a pyproject.toml that is none', { 'pyproject.toml': '[build-system\n' }, { code: 'PYTHON_BUILD_FAILED', exitStatus: 2 }],
    ['a module in C', { 'setup.py': 'from setuptools import setup, Extension\nsetup(name="c", version="1", py_modules=[], options={"bdist_wheel": {"plat_name": "linux_x86_64"}}, has_ext_modules=lambda: True)\n' }, { code: 'PYTHON_NOT_PURE', exitStatus: 2 }],
  ])('refuses %s, and leaves nothing half made', async (_what, files, error) => {
    const folder = mkdtempSync(join(tmpdir(), 'python-tree-test-'));
    try {
      writeProject(folder, files);
      await expect(buildPythonTree({ projectRoot: folder, environment: process.env })).rejects.toMatchObject(error);
      expect(readdirSync(folder)).toEqual(Object.keys(files));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

});
