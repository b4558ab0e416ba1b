import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planSourceBuild } from '@bigpanda/nx-plugin/source-build';
import { parseRpmDescription, type RpmDescription } from '@bigpanda/release-model';
import { nativePackager, packSources, rpmbuildDifferences, type PackInput } from '@bigpanda/rpm-builder';
import { checkRpm, listQueryFields, readPayload, readRpm, writeRpm, sense } from '@bigpanda/rpm-format';
import { createVerifier, openOrCreateKey, type Signer } from '@bigpanda/signer';
import { bundleComponent } from '../src/bundle-component.ts';

const checkout = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'source-build-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const description = parseRpmDescription(JSON.stringify({
  name: 'sourced', summary: 'Made of sources', description: 'Made of sources: 100 %.', license: 'MIT', url: 'https://panda.test',
  build: { bundles: [{ entry: 'src/main.ts', output: 'main.mjs' }, { entry: 'src/more.ts', output: 'deep/more.mjs' }] },
  users: ['sourced'],
  contents: [
    { source: 'dist/bundle/main.mjs', destination: '/usr/lib/sourced/main.mjs', mode: '0755' },
    { source: 'dist/bundle/THIRD-PARTY-LICENSES.txt', type: 'licence' },
    { source: 'static/*.txt', destination: '/usr/share/sourced' },
    { source: 'static/sourced.toml', destination: '/etc/sourced.toml', type: 'noreplace', mode: '0640', group: 'sourced' },
    { type: 'symlink', destination: '/usr/bin/sourced', target: '../lib/sourced/main.mjs' },
  ],
  scriptlets: { post: 'echo "$1"' },
  subpackages: [{ name: 'sourced-more', summary: 'More', description: 'More.', requires: ['sourced = %{version}-%{release}'], contents: [{ source: 'dist/bundle/deep', destination: '/usr/lib/sourced/deep' }] }],
}), 'rpm.json');
const plain = parseRpmDescription(JSON.stringify({
  name: 'plain', summary: 'No bundle', description: 'No bundle.', license: 'MIT', url: 'https://panda.test', contents: [{ source: 'static', destination: '/usr/share/plain' }],
}), 'rpm.json');

const files: Readonly<Record<string, string>> = {
  'c/src/main.ts': "import { z } from 'zod';\nimport { greet } from '@sample/library';\nconsole.log(greet(z.string().parse('ünï') satisfies string));\n",
  'c/src/more.ts': "import { greet } from '@sample/library/deep';\nexport const more = (): string => greet('more');\n",
  'c/src/unused.ts': 'export const unused = 1;\n',
  'c/test/main.test.ts': 'export {};\n',
  'c/static/a b.txt': 'a\n', 'c/static/ü.txt': 'ü\n', 'c/static/sourced.toml': 'a = 1\n',
  'c/package.json': '{ "name": "@sample/component", "type": "module" }',
  'library/package.json': '{ "name": "@sample/library", "type": "module", "exports": { ".": "./src/index.ts", "./deep": "./src/deep.ts" } }',
  'library/src/index.ts': "export { greet } from './deep.ts';\n",
  'library/src/deep.ts': 'export class Greeter { greeting = "hello"; }\nexport const greet = (name: string): string => `${new Greeter().greeting} ${name}`;\n',
  'library/src/unused.ts': 'export const unused = 1;\n',
  'other/package.json': '{ "name": "@sample/other" }',
  'tsconfig.json': '{ "extends": "./tsconfig.base.json" }',
  'tsconfig.base.json': '{ "compilerOptions": { "target": "es2020", "useDefineForClassFields": false } }',
};

/** A workspace of a component, a library and an npm package; the component is built. */
async function makeWorkspace(name: string): Promise<string> {
  const root = join(folder, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  mkdirSync(join(root, 'node_modules/@sample'), { recursive: true });
  for (const link of ['library', 'other']) symlinkSync(`../../${link}`, join(root, 'node_modules/@sample', link));
  cpSync(join(checkout, 'node_modules/zod'), join(root, 'node_modules/zod'), { recursive: true });
  await bundleComponent({ workspaceRoot: root, root: 'c', description });
  return root;
}

function inputOf(workspaceRoot: string, component: RpmDescription): PackInput {
  return {
    description: component, componentRoot: join(workspaceRoot, 'c'), version: '0.1.0~3.gabc', release: '1.el9', target: { name: 'el9', payload: { codec: 'zstd', level: 9 } },
    timeSeconds: 1_700_000_000, commit: 'c'.repeat(40), vendor: 'Sample', vcsUrl: 'https://panda.test/repository', licenceText: Buffer.from('Licence\n'),
  };
}

async function pack(workspaceRoot: string, component: RpmDescription, out: string, signer?: Signer): Promise<string> {
  const build = await planSourceBuild({ workspaceRoot, root: 'c', description: component });
  const signers = signer === undefined ? undefined : { signer, additional: [] };
  const { file } = await packSources({ ...inputOf(workspaceRoot, component), root: 'c', build, extraSources: [] }, { folder: join(folder, out), signers });
  return file;
}

function run(program: string, parameters: readonly string[], env: NodeJS.ProcessEnv = process.env): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(program, parameters, { encoding: 'utf8', env: { ...env, LC_ALL: 'C.UTF-8' } });
  return { status, output: stdout + stderr };
}

function print(program: string, parameters: readonly string[]): string {
  const { status, output } = run(program, parameters);
  if (status !== 0) throw new Error(`run ${program}: status ${status}: ${output}`);
  return output;
}

/** Builds from a source package on a machine without a network, whose database of packages is where it is told. */
function rebuild(file: string, top: string, more: readonly string[], path = process.env['PATH'] ?? ''): { readonly status: number | null; readonly output: string } {
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  return run('unshare', ['-n', 'rpmbuild', '--rebuild', '--define', `_topdir ${join(folder, top)}`, ...more, file], { PATH: path, HOME: home });
}

/** Every field that is not in the table; of scripts all but the end. */
function comparable(bytes: Buffer): Record<string, unknown> {
  const fields = [...listQueryFields(readRpm(bytes))];
  const isScript = (name: string) => rpmbuildDifferences[name]?.includes('newlines at the end') === true;
  const isFlags = (name: string) => /^(?:REQUIRE|PROVIDE)FLAGS$/.test(name);
  const reduce = (name: string, value: unknown) => {
    if (isFlags(name)) return Number(value) & ~(sense.findRequires | sense.findProvides);
    return isScript(name) ? String(value).trimEnd() : value;
  };
  return Object.fromEntries(fields.filter(([name]) => isScript(name) || isFlags(name) || rpmbuildDifferences[name] === undefined).map(([name, values]) => [name, values.map((value) => reduce(name, value))]));
}

async function contents(bytes: Buffer): Promise<readonly string[]> {
  const entries = await readPayload(readRpm(bytes), 50_000_000);
  return entries.map(({ name, mode, content }) => `${name} ${mode.toString(8)} ${Buffer.from(content).toString('base64')}`).sort();
}

describe('a source package', () => {
  let workspace: string;
  let source: string;
  let signer: Signer;

  beforeAll(async () => {
    workspace = await makeWorkspace('workspace');
    signer = await openOrCreateKey({ name: 'sample', userId: 'Sample <packages@sample.invalid>', nowSeconds: 1_690_000_000, environment: { BIGPANDA_KEY_FILE: join(folder, 'key') } });
    source = await pack(workspace, description, 'source', signer);
  });

  it('becomes, without a network, packages with the files and metadata of the native packager but for what the table lists', async () => {
    const { status, output } = rebuild(source, 'rebuilt', ['--nodeps']);
    expect({ status, output }).toMatchObject({ status: 0 });
    const native = await nativePackager.pack(inputOf(workspace, description), { folder: join(folder, 'native') });
    expect(readdirSync(join(folder, 'rebuilt/RPMS/noarch')).toSorted()).toEqual(native.map(({ file }) => file.split('/').at(-1)).toSorted());
    for (const { file } of native) {
      const [ours, theirs] = [readFileSync(file), readFileSync(join(folder, 'rebuilt/RPMS/noarch', file.split('/').at(-1) ?? ''))];
      expect(comparable(theirs)).toEqual(comparable(ours));
      expect(await contents(theirs)).toEqual(await contents(ours));
    }
  });

  it('is built only where node is installed', async () => {
    const requirement = rebuild(source, 'refused', ['--define', `_dbpath ${join(folder, 'empty-db')}`]);
    expect(requirement.output).toContain('nodejs(engine) >= 20.11 is needed by sourced-0.1.0~3.gabc-1.el9.noarch');
    const node = await writeRpm({
      name: 'nodejs', evr: { version: '22.13.0', release: '1' }, arch: 'x86_64', summary: 'Node', description: 'Node.', license: 'MIT', sourceRpm: 'nodejs.src.rpm', timeSeconds: 0, files: [],
      dependencies: { provides: [{ name: 'nodejs(engine)', operator: '=', evr: '22.13.0' }] },
    }, { compression: { codec: 'gzip', level: 1 } });
    writeFileSync(join(folder, 'nodejs.rpm'), Buffer.concat(node.chunks));
    print('rpm', ['--dbpath', join(folder, 'node-db'), '--justdb', '--nodeps', '--ignorearch', '-i', join(folder, 'nodejs.rpm')]);
    expect(rebuild(source, 'allowed', ['--define', `_dbpath ${join(folder, 'node-db')}`])).toMatchObject({ status: 0 });
  });

  it('holds what is bundled and what bundles it, and no other file of the workspace', () => {
    print('sh', ['-c', 'mkdir "$1" && cd "$1" && rpm2cpio "$2" | cpio -id --quiet', 'sh', join(folder, 'unpacked'), source]);
    const list = (name: string) => print('tar', ['-tzf', join(folder, 'unpacked', name)]).trim().split('\n');
    const stem = 'sourced-0.1.0~3.gabc';
    expect(readdirSync(join(folder, 'unpacked')).toSorted()).toEqual([`${stem}-nm-dev.tgz`, `${stem}-nm-prod.tgz`, `${stem}.tar.gz`, 'sourced.spec']);
    expect(list(`${stem}.tar.gz`).map((path) => path.slice(stem.length + 1))).toEqual([
      '.rpm/bundles.json', '.rpm/files/usr/lib/sourced/version.json', '.rpm/files/usr/lib/sysusers.d/sourced.conf',
      '.rpm/files/usr/share/licenses/sourced-more/LICENSE', '.rpm/files/usr/share/licenses/sourced/LICENSE', '.rpm/rebuild-bundles.mjs',
      'c/package.json', 'c/src/main.ts', 'c/src/more.ts', 'c/static/a b.txt', 'c/static/sourced.toml', 'c/static/ü.txt',
      'library/package.json', 'library/src/deep.ts', 'library/src/index.ts', 'node_modules/@sample/library', 'tsconfig.base.json', 'tsconfig.json',
    ]);
    const production = list(`${stem}-nm-prod.tgz`);
    expect(production).toEqual(expect.arrayContaining(['node_modules/zod/package.json', 'node_modules/zod/LICENSE', 'node_modules/zod/index.js']));
    expect(production.filter((path) => !path.startsWith('node_modules/zod/'))).toEqual([]);
    expect(list(`${stem}-nm-dev.tgz`).filter((path) => !/^node_modules\/(?:esbuild|@esbuild\/[a-z0-9-]+)\//.test(path))).toEqual([]);
    const script = print('tar', ['-xzOf', join(folder, 'unpacked', `${stem}.tar.gz`), `${stem}/.rpm/rebuild-bundles.mjs`]);
    expect([script.length < 10_000, script.includes(tmpdir()), script.includes(checkout)]).toEqual([true, false, false]);
  });

  it('has the same bytes, signature included, from another folder, with files of other times', async () => {
    const other = await makeWorkspace('another-workspace');
    print('find', [other, '-exec', 'touch', '-h', '-d', '2001-02-03', '{}', '+']);
    expect(readFileSync(await pack(other, description, 'other', signer)).equals(readFileSync(source))).toBe(true);
  });

  it('is accepted by rpm, by our reader and by rpmlint but for what it finds in the field', async () => {
    const bytes = readFileSync(source);
    writeFileSync(join(folder, 'public.asc'), signer.publicKeyArmored);
    print('rpmkeys', ['--dbpath', join(folder, 'keys'), '--import', join(folder, 'public.asc')]);
    expect(print('rpmkeys', ['--dbpath', join(folder, 'keys'), '--define', '_pkgverify_level all', '-K', source])).toContain('digests signatures OK');
    const verifier = await createVerifier([signer.publicKeyArmored]);
    expect(await checkRpm(bytes, verifier.verify)).toEqual([]);
    expect(print('rpm', ['-qp', '--nosignature', '--qf', '%{NAME} %{SOURCEPACKAGE} %{BUILDARCHS} [%{EXCLUSIVEARCH} ]', source])).toMatch(/^sourced 1 noarch \w+ noarch $/);
    const errors = run('rpmlint', [source]).output.split('\n').flatMap((line) => /: E: (?<check>[a-z0-9%-]+)/.exec(line)?.groups?.['check'] ?? []);
    expect([...new Set(errors)].sort()).toEqual(Object.keys(acceptedFindings).sort());
  });

  it('of a component without bundles needs no node and is built anywhere', async () => {
    const file = await pack(workspace, plain, 'plain');
    expect(print('rpm', ['-qp', '--qf', '[%{REQUIRENAME} ]|%{EXCLUSIVEARCH}', file])).toBe('rpmlib(CompressedFileNames) rpmlib(FileDigests) rpmlib(PayloadIsZstd) |(none)');
    expect(rebuild(file, 'plain-rebuilt', [], '/usr/bin:/bin')).toMatchObject({ status: 0 });
    const [native] = await nativePackager.pack(inputOf(workspace, plain), { folder: join(folder, 'plain-native') });
    const theirs = readFileSync(join(folder, 'plain-rebuilt/RPMS/noarch/plain-0.1.0~3.gabc-1.el9.noarch.rpm'));
    expect(comparable(theirs)).toEqual(comparable(readFileSync(native?.file ?? '')));
  });

  it('cannot be planned before the component is built, nor of files outside of the workspace', async () => {
    await expect(planSourceBuild({ workspaceRoot: workspace, root: 'library', description })).rejects.toMatchObject({ code: 'BUNDLE_MISSING', hint: expect.stringContaining('nx run sourced:build') });
    const meta = join(workspace, 'c/dist/bundle/meta/main.mjs.json');
    const text = readFileSync(meta, 'utf8');
    try {
      writeFileSync(meta, '{ "inputs": ["../elsewhere/index.js"] }');
      await expect(planSourceBuild({ workspaceRoot: workspace, root: 'c', description })).rejects.toMatchObject({ code: 'SOURCE_OUTSIDE', exitStatus: 2 });
    } finally {
      writeFileSync(meta, text);
    }
  });
});

/** The errors of rpmlint in source packages, by the name of the check, and why they may stand. */
const acceptedFindings: Readonly<Record<string, string>> = {
  'hardcoded-library-path': 'what no architecture differs in belongs into /usr/lib on all of them',
  'no-changelogname-tag': 'this component has no changelog',
  'no-group-tag': 'groups are obsolete; rpmbuild writes "Unspecified" too',
  'no-packager-tag': 'the vendor stands in its tag; a packager is a person or builder that differs by run',
  'unknown-key': 'rpmlint asks the system\'s key ring; that the signature is good, rpmkeys says above',
};
