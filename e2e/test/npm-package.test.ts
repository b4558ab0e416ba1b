import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const workspaceRoot = join(import.meta.dirname, '../..');
const script = join(workspaceRoot, 'ci/npm-package.ts');
const folder = mkdtempSync(join(tmpdir(), 'npm-package-'));
const project = join(folder, 'project');

function run(program: string, parameters: readonly string[], cwd = project): string {
  const { status, stdout, stderr } = spawnSync(program, parameters, { cwd, encoding: 'utf8', env: { ...process.env, npm_config_cache: join(folder, 'cache'), XDG_CACHE_HOME: join(folder, 'cache'), XDG_STATE_HOME: join(folder, 'state') } });
  if (status !== 0) throw new Error(`${program} ${parameters.join(' ')}: status ${status}\n${stdout}${stderr}`);
  return stdout;
}

/** Packs the library as it would be published and installs it into a project that has nothing else. */
beforeAll(() => {
  mkdirSync(project);
  run(process.execPath, [script, 'tools/rpm-format', '0.1.0', join(folder, 'package')]);
  writeFileSync(join(project, 'package.json'), '{ "name": "project", "version": "1.0.0", "type": "module" }');
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder, join(folder, 'package')])) as [{ readonly filename: string }];
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, packed.filename)]);
});

afterAll(() => { rmSync(folder, { recursive: true }); });

describe('@bigpanda/rpm-format from its tarball', () => {
  it('brings compiled code, types, licence and README, no tests and no other package', () => {
    const installed = join(project, 'node_modules/@bigpanda/rpm-format');
    expect(readdirSync(installed).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json', 'src']);
    expect(readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['@bigpanda']);
    expect(JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))).toMatchObject({
      name: '@bigpanda/rpm-format', version: '0.1.0', license: 'Apache-2.0', engines: { node: '>=22.15' }, exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    });
  });

  it('writes a package that rpm takes, and reads it, from plain JavaScript', () => {
    writeFileSync(join(project, 'make.js'), `
      import { writeFile } from 'node:fs/promises';
      import { createReadStream } from 'node:fs';
      import { listFiles, openRpm, readText, headerTag, writeRpm } from '@bigpanda/rpm-format';
      const { chunks } = await writeRpm({
        name: 'hello', evr: { version: '1.0', release: '1' }, arch: 'noarch', summary: 'Says hello', description: 'Says hello.', license: 'MIT',
        sourceRpm: 'hello-1.0-1.src.rpm', timeSeconds: 1_700_000_000,
        files: [{ type: 'file', path: '/usr/bin/hello', mode: 0o755, content: Buffer.from('#!/bin/sh\\necho hello\\n') }],
      }, { compression: { codec: 'zstd', level: 3 } });
      await writeFile('hello.rpm', Buffer.concat(chunks));
      const rpm = await openRpm(createReadStream('hello.rpm'));
      console.log(readText(rpm.header, headerTag.summary), listFiles(rpm.header).map(({ path }) => path).join());
    `);
    expect(run(process.execPath, ['make.js'])).toBe('Says hello /usr/bin/hello\n');
    expect(run('rpm', ['-qp', '--qf', '%{NEVRA} %{SUMMARY}\\n', '--list', 'hello.rpm'])).toBe('hello-1.0-1.noarch Says hello\n/usr/bin/hello\n');
  });

  it('runs the first example of its README', () => {
    const readme = readFileSync(join(project, 'node_modules/@bigpanda/rpm-format/README.md'), 'utf8');
    const [, code = '', output = ''] = /^```ts\n([^]*?)^```\n```text\n([^]*?)^```$/m.exec(readme) ?? [];
    writeFileSync(join(project, 'readme.ts'), code);
    expect(run(process.execPath, ['readme.ts'])).toBe(output);
  });

  it.each([
    ['the native compiler', '.bin/tsc'],
    ['TypeScript 6', 'typescript/bin/tsc6'],
  ])('gives a TypeScript project its types, checked by %s in all its strictness, declarations too', (_what, compiler) => {
    mkdirSync(join(project, 'node_modules/@types'), { recursive: true });
    rmSync(join(project, 'node_modules/@types/node'), { force: true });
    symlinkSync(join(workspaceRoot, 'node_modules/@types/node'), join(project, 'node_modules/@types/node'));
    const check = (file: string) => spawnSync(join(workspaceRoot, 'node_modules', compiler), ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--module', 'nodenext', '--target', 'es2024', '--lib', 'es2024,esnext.disposable', '--types', 'node', '--skipLibCheck', 'false', file], { cwd: project, encoding: 'utf8' });
    writeFileSync(join(project, 'good.ts'), `
      import { streamRpm, createMemorySpool, type PackageSpec, type StreamedRpm } from '@bigpanda/rpm-format';
      const spec: PackageSpec = { name: 'a', evr: { version: '1', release: '1' }, arch: 'noarch', summary: '', description: '', license: '', sourceRpm: 'a.src.rpm', timeSeconds: 0, files: [] };
      export const written: Promise<StreamedRpm> = streamRpm(spec, { compression: { codec: 'zstd', level: 3 }, spool: createMemorySpool() });
    `);
    expect(check('good.ts')).toMatchObject({ status: 0, stdout: '' });
    if (compiler !== '.bin/tsc') return;
    writeFileSync(join(project, 'wrong.ts'), `import { compareVersions } from '@bigpanda/rpm-format'; export const order: string = compareVersions('1', '2');\n`);
    expect(check('wrong.ts').stdout).toContain("Type 'number' is not assignable to type 'string'");
  });
});

describe('@bigpanda/release from its folder, as it is published', () => {
  const command = join(folder, 'command/bin/bigpanda.mjs');
  const other = join(folder, 'other');
  const bigpanda = (...parameters: string[]): string => run(process.execPath, [command, ...parameters], other);

  beforeAll(() => {
    run(process.execPath, [script, 'tools/release', '0.1.0', join(folder, 'command')]);
    // What npm would install beside it.
    symlinkSync(join(workspaceRoot, 'node_modules'), join(folder, 'command/node_modules'));
    mkdirSync(join(other, 'src'), { recursive: true });
    writeFileSync(join(other, 'rpm.json'), JSON.stringify({ name: 'hello', summary: 'Says hello', description: 'A program that greets whoever starts it.', license: 'MIT', url: 'https://example.org/hello', contents: [{ source: 'src/hello.mjs', destination: '/usr/bin/hello', mode: '0755' }] }));
    writeFileSync(join(other, 'src/hello.mjs'), "#!/usr/bin/node\nprocess.stdout.write('hello\\n');\n", { mode: 0o755 });
    run('git', ['init', '--quiet', '--initial-branch', 'main'], other);
    run('git', ['add', '.'], other);
    run('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '--quiet', '--message', 'feat: say hello'], other);
  });

  it('names every package that it loads, and those of Nx as optional', () => {
    const { dependencies, peerDependenciesMeta } = JSON.parse(readFileSync(join(folder, 'command/package.json'), 'utf8')) as { readonly dependencies: Record<string, string>; readonly peerDependenciesMeta: object };
    const loaded = readdirSync(join(folder, 'command/dist'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))
      .flatMap((name) => [...readFileSync(join(folder, 'command/dist', name), 'utf8').matchAll(/^(?:import|\} from) .*?"((?:node:|@[\w-]+\/)?[\w-]+)[^"]*";$/gm)].map(([, found = '']) => found));
    expect([...new Set(loaded)].filter((name) => dependencies[name] === undefined && !isBuiltin(name)).sort()).toEqual([]);
    expect(peerDependenciesMeta).toEqual({ '@nx/devkit': { optional: true }, 'nx': { optional: true } });
  });

  it('plans, packs and lints a repository that is not this one', () => {
    expect(bigpanda('plan')).toContain('hello      -    0.1.0');
    const [made = ''] = bigpanda('rpm', 'build').split('  ');
    expect(run('rpm', ['-qpl', made])).toContain('/usr/bin/hello\n');
    expect(bigpanda('lint')).toMatch(/no findings\n.*\n.*1 JSON, 1 TypeScript or JavaScript/s);
  });

  it('compiles nothing that it compiled before, whatever was called in between', () => {
    const compiled = join(folder, 'cache/bigpanda/compiled');
    const callEach = (): Record<string, number> => {
      for (const call of [['plan', '--json'], ['rpm', 'files', '--json'], ['why', 'hello'], ['status']]) spawnSync(process.execPath, [command, ...call], { cwd: other, env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') } });
      return Object.fromEntries(readdirSync(compiled, { recursive: true, encoding: 'utf8' }).map((name) => [name, statSync(join(compiled, name)).mtimeMs]));
    };
    // A second call takes what the first one kept, and loads other modules for it.
    callEach();
    const before = callEach();
    expect(Object.keys(before).length).toBeGreaterThan(100);
    expect(callEach()).toEqual(before);
  });
});

describe('npm run npm-package', () => {
  it.each([
    ['a version that is none', 'tools/rpm-format', '1.0', /"1\.0" is no version of npm\n {2}hint: Give one/],
    ['a folder that is not to be published', 'tools/signer', '1.0.0', /it has no npm\.json/],
  ])('refuses %s', (_what, library, version, message) => {
    const { status, stderr } = spawnSync(process.execPath, [script, library, version, join(folder, 'refused')], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });
});
