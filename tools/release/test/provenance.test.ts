import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Version } from '@cyclonedx/cyclonedx-library/Spec';
import { JsonStrictValidator } from '@cyclonedx/cyclonedx-library/Validation';
import { envelopeFromJSON } from '@sigstore/bundle';
import { dsse } from '@sigstore/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseProvenance, type Provenance } from '@bigpanda/release-model';
import { listPackages, serveRepository, verifyRepository } from '@bigpanda/rpm-repo';
import { readConfig } from '../src/configuration.ts';
import { runCommand } from './command-run.ts';
import { makeKey, ReleaseSite } from './release-site.ts';

const folder = mkdtempSync(join(tmpdir(), 'provenance-'));
const place = (name: string): string => join(folder, name);
let site: ReleaseSite;
/** Paths in the pool of what the site released, by the name of the package. */
const released = new Map<string, string>();

/** A component with a bundle that holds an npm package of a registry: a tarball, so that nobody has to ask one. */
function addBundled({ root, git }: { readonly root: string; readonly git: ReleaseSite }): void {
  git.write('vendor/tiny/package.json', JSON.stringify({ name: '@small/tiny', version: '1.2.3', license: '(MIT OR Apache-2.0)', type: 'module', exports: './index.js' }));
  git.write('vendor/tiny/index.js', 'export const tiny = (text) => `tiny ${text}`;\n');
  git.write('vendor/tiny/unused.js', 'export const unused = 1;\n');
  execFileSync('npm', ['pack', '--silent', './vendor/tiny', '--pack-destination', 'vendor'], { cwd: root });
  git.write('package.json', JSON.stringify({ name: 'site', private: true, dependencies: { '@small/tiny': 'file:vendor/small-tiny-1.2.3.tgz' } }));
  execFileSync('npm', ['install', '--silent', '--offline', '--no-audit', '--no-fund'], { cwd: root });
  git.commit('feat(gamma): a program', {
    '.gitignore': '/build/\nnode_modules/\n',
    'gamma/rpm.json': JSON.stringify({
      name: 'gamma', summary: 'A program', description: 'It says hello.', license: 'Apache-2.0', url: 'https://sample.example/', build: { bundles: [{ entry: 'src/main.js', output: 'main.mjs' }] },
      contents: [{ source: 'dist/bundle/main.mjs', destination: '/usr/lib/gamma/main.mjs', mode: '0755' }],
      subpackages: [{ name: 'gamma-extra', summary: 'More of it', description: 'Texts for the program.', contents: [{ source: 'extra.txt', destination: '/usr/share/gamma/extra.txt' }] }],
    }),
    'gamma/src/main.js': "import { tiny } from '@small/tiny';\nconsole.log(tiny('hello'));\n", 'gamma/extra.txt': 'more\n',
  });
}

beforeAll(async () => {
  site = new ReleaseSite(await makeKey(folder), { names: ['alpha'], programs: ['git', 'npm', 'node'] });
  addBundled({ root: site.root, git: site });
  expect(await site.run('release')).toMatchObject({ status: 0, stderr: '' });
  for (const each of await listPackages(site.repository, 'stable', 'el9')) {
    released.set(each.name, join(site.repository, 'pool', each.sha256.slice(0, 2), each.sha256, `${each.name}-${each.version}-${each.release}.${each.arch}.rpm`));
  }
}, 60_000);
afterAll(() => {
  site[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

function pathOf(name: string): string {
  return released.get(name) ?? '';
}

/** A folder with a package and what lies beside it. */
function takeAway(name: string, into: string): string {
  const file = pathOf(name);
  mkdirSync(place(into));
  for (const suffix of ['', '.cdx.json', '.provenance.json']) cpSync(`${file}${suffix}`, join(place(into), `${basename(file)}${suffix}`));
  return join(place(into), basename(file));
}

function readStatement(file: string): Provenance {
  const { payload } = JSON.parse(readFileSync(`${file}.provenance.json`, 'utf8')) as { readonly payload: string };
  return parseProvenance(Buffer.from(payload, 'base64').toString(), file);
}

function change(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

describe('the bill of materials beside a package', () => {
  it('is CycloneDX by its own schema, and names what is really bundled, with licence and digest', async () => {
    const text = readFileSync(`${pathOf('gamma')}.cdx.json`, 'utf8');
    expect(await new JsonStrictValidator(Version.v1dot6).validate(text)).toBeNull();
    const bill = JSON.parse(text) as { readonly components: readonly object[]; readonly dependencies: readonly object[] };
    const tarball = hash('sha512', readFileSync(join(site.root, 'vendor/small-tiny-1.2.3.tgz')));
    expect(bill.components).toEqual([{
      'bom-ref': 'pkg:npm/%40small/tiny@1.2.3', 'type': 'library', 'group': '@small', 'name': 'tiny', 'version': '1.2.3', 'purl': 'pkg:npm/%40small/tiny@1.2.3',
      'licenses': [{ expression: '(MIT OR Apache-2.0)' }], 'hashes': [{ alg: 'SHA-512', content: tarball }],
    }]);
    expect(bill.dependencies).toContainEqual({ ref: 'pkg:rpm/sample/gamma@0.1.0-1.el9?arch=noarch', dependsOn: ['pkg:npm/%40small/tiny@1.2.3'] });
    for (const name of ['gamma-extra', 'alpha']) {
      const other = readFileSync(`${pathOf(name)}.cdx.json`, 'utf8');
      expect(await new JsonStrictValidator(Version.v1dot6).validate(other)).toBeNull();
      expect(JSON.parse(other)).toMatchObject({ components: [] });
    }
  });

  it('is refused by that schema when it is spoilt, and not made of what is not locked', async () => {
    const text = readFileSync(`${pathOf('gamma')}.cdx.json`, 'utf8');
    expect(await new JsonStrictValidator(Version.v1dot6).validate(text.replace('"SHA-512"', '"SHA-0"'))).not.toBeNull();
    const manifest = join(site.root, 'node_modules/@small/tiny/package.json');
    change(manifest, '1.2.3', '1.2.4');
    expect(await site.run('rpm', 'build', 'gamma', '--out', place('unlocked'))).toMatchObject({ status: 3, stderr: expect.stringMatching(/node_modules\/@small\/tiny[^]*version 1\.2\.4[^]*1\.2\.3[^]*npm ci/) as string });
    change(manifest, '1.2.4', '1.2.3');
  });
});

describe('the provenance beside a package', () => {
  it('is a DSSE envelope that gpg finds signed by the release key, and leads to commit and bill of materials', () => {
    const file = pathOf('gamma');
    const { payload, payloadType, signatures } = envelopeFromJSON(JSON.parse(readFileSync(`${file}.provenance.json`, 'utf8')));
    writeFileSync(place('signed'), dsse.preAuthEncoding(payloadType, payload));
    writeFileSync(place('signature'), signatures[0]?.sig ?? '');
    mkdirSync(place('gnupg'), { mode: 0o700 });
    const gpg = (...args: readonly string[]): string => execFileSync('gpg', ['--homedir', place('gnupg'), '--batch', '--status-fd', '1', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    gpg('--import', join(site.repository, 'keys/RPM-GPG-KEY-sample'));
    expect(gpg('--verify', place('signature'), place('signed'))).toContain(`VALIDSIG ${signatures[0]?.keyid.toUpperCase() ?? 'none'}`);
    const statement = readStatement(file);
    expect(statement.subject).toMatchObject([
      { name: basename(file), digest: { sha256: hash('sha256', readFileSync(file)) } }, { name: `${basename(file)}.cdx.json`, digest: { sha256: hash('sha256', readFileSync(`${file}.cdx.json`)) } },
    ]);
    expect(statement.predicate.buildDefinition).toMatchObject({
      externalParameters: { component: 'gamma', version: '0.1.0', release: '1.el9', target: 'el9' },
      resolvedDependencies: [{ uri: 'git+https://sample.example/team/project', digest: { gitCommit: site.git('rev-parse', 'gamma-0.1.0^{}') } }],
    });
    for (const companion of ['cdx', 'provenance']) expect(readFileSync(`${file}.${companion}.json`, 'utf8')).not.toContain(site.folder);
    expect(execFileSync('rpm', ['-qp', '--nosignature', '--qf', '%{DISTURL} %{VCS}', file], { encoding: 'utf8' })).toBe(`https://packages.example/sample git:https://sample.example/team/project#${site.git('rev-parse', 'gamma-0.1.0^{}')}`);
  });
});

describe('bigpanda rpm verify', () => {
  it('leads from a file to its commit: beside it, by a repository, by the ledger', async () => {
    const file = takeAway('gamma', 'away');
    expect((await site.run('rpm', 'verify', file)).stdout).toMatch(/: good\n[^]* source +ok +commit [0-9a-f]{40} of https:\/\/sample\.example[^]* provenance +ok +beside the file: RSA[^]* materials +ok +beside the file: 1 npm package is bundled\n +ledger +ok +release [0-9a-f]{12} of 2026-01-01, tag gamma-0\.1\.0, commit [0-9a-f]{40}; approved by tester\n/);
    for (const kind of ['cdx', 'provenance']) rmSync(`${file}.${kind}.json`);
    const key = join(site.repository, 'keys/RPM-GPG-KEY-sample');
    const elsewhere = (...options: readonly string[]) => site.runIn(folder, 'rpm', 'verify', '--key', key, ...options, file);
    expect(await elsewhere()).toMatchObject({ status: 0, stdout: expect.stringMatching(/ provenance +missing +not found; .*--repo https:\/\/packages\.example\/sample\n/) as string });
    expect(await elsewhere('--require-provenance')).toMatchObject({ status: 3, stderr: expect.stringContaining('--repo PLACE') as string });
    expect(await elsewhere('--require-provenance', '--repo', site.repository)).toMatchObject({ status: 0, stdout: expect.stringMatching(/ provenance +ok +in ".*repo": RSA/) as string });
    const server = await serveRepository({ root: site.repository, config: await readConfig(site.root), port: 0 });
    expect(await elsewhere('--require-provenance', '--repo', server.url)).toMatchObject({ status: 0, stdout: expect.stringContaining(`in "${server.url}": RSA`) as string });
    await server.close();
    expect(await elsewhere('--repo', server.url)).toMatchObject({ status: 1, stderr: expect.stringContaining('--repo DIR') as string });
  });

  it('refuses a bill of materials that was changed, a statement that was changed, and one of another package', async () => {
    const [first, second, third] = ['first', 'second', 'third'].map((into) => takeAway('gamma', into)) as [string, string, string];
    change(`${first}.cdx.json`, '"1.2.3"', '"9.9.9"');
    expect(await site.run('rpm', 'verify', first)).toMatchObject({ status: 3, stdout: expect.stringMatching(/REFUSED\n[^]*the bill of materials has the sha256/) as string });
    const envelope = JSON.parse(readFileSync(`${second}.provenance.json`, 'utf8')) as { readonly payload: string };
    const statement = Buffer.from(envelope.payload, 'base64').toString().replace(site.git('rev-parse', 'gamma-0.1.0^{}'), 'f'.repeat(40));
    writeFileSync(`${second}.provenance.json`, JSON.stringify({ ...envelope, payload: Buffer.from(statement).toString('base64') }));
    expect(await site.run('rpm', 'verify', second)).toMatchObject({ status: 3, stdout: expect.stringMatching(/provenance +WRONG[^]*does not fit the data/) as string });
    cpSync(`${pathOf('alpha')}.provenance.json`, `${third}.provenance.json`);
    expect(await site.run('rpm', 'verify', third)).toMatchObject({ status: 3, stdout: expect.stringContaining('it tells of "alpha-0.1.0-1.el9.noarch.rpm"') as string });
    writeFileSync(`${third}.provenance.json`, '{}');
    expect(await site.run('rpm', 'verify', third)).toMatchObject({ status: 3, stdout: expect.stringContaining('payload') as string });
  });

  it('believes the provenance of a package that another key has signed since', async () => {
    const file = takeAway('alpha', 'resigned');
    const world = { workingFolder: site.root, env: { ...site.env, BIGPANDA_KEY_FILE: place('second.asc'), BIGPANDA_KEY_CREATE: '1' }, now: () => new Date(site.seconds * 1000) };
    expect(await runCommand(['rpm', 'sign', file], world)).toMatchObject({ status: 0 });
    writeFileSync(place('second.pub'), (await runCommand(['key', 'export'], world)).stdout);
    expect((await site.run('rpm', 'verify', '--key', place('second.pub'), '--key', join(site.repository, 'keys/RPM-GPG-KEY-sample'), file)).stdout).toMatch(/: good\n[^]*signed by another key since\n/);
  });
});

describe('a repository', () => {
  it('refuses a package with a provenance that is not its own, finds one that was changed, and takes it back from the files', async () => {
    const file = takeAway('gamma', 'published');
    change(`${file}.cdx.json`, '"1.2.3"', '"9.9.9"');
    expect(await site.run('repo', 'add', file, '--channel', 'testing')).toMatchObject({ status: 3, stderr: expect.stringContaining('the bill of materials has the sha256') as string });
    const publicKeys = [readFileSync(join(site.repository, 'keys/RPM-GPG-KEY-sample'), 'utf8')];
    expect(await verifyRepository(site.repository, { publicKeys })).toEqual([]);
    change(`${pathOf('gamma')}.cdx.json`, '"1.2.3"', '"9.9.9"');
    expect(await verifyRepository(site.repository, { publicKeys })).toMatchObject([{ code: 'PROVENANCE_INVALID', file: expect.stringContaining('gamma-0.1.0-1.el9.noarch.rpm.provenance.json') as string }]);
    change(`${file}.cdx.json`, '"9.9.9"', '"1.2.3"');
    expect(await site.run('repo', 'add', file, '--channel', 'stable')).toMatchObject({ status: 0 });
    expect(await verifyRepository(site.repository, { publicKeys })).toEqual([]);
    const copy = place('copy');
    cpSync(site.repository, copy, { recursive: true, verbatimSymlinks: true });
    change(`${pathOf('gamma')}.cdx.json`, '"1.2.3"', '"9.9.9"');
    expect(await site.run('repo', 'verify', '--repair', '--copy', copy)).toMatchObject({ status: 0, stderr: expect.stringMatching(/^Mended pool.*gamma-0\.1\.0-1\.el9\.noarch\.rpm\.provenance\.json \(PROVENANCE_INVALID\)\n$/) as string });
    expect(await verifyRepository(site.repository, { publicKeys })).toEqual([]);
  });

  it('that createrepo made is imported with what lies beside its packages', async () => {
    const file = takeAway('gamma', 'tree');
    execFileSync('createrepo_c', ['--quiet', '--general-compress-type', 'gz', place('tree')]);
    expect(await site.run('repo', 'import', place('tree'), '--channel', 'testing', '--repo', place('imported'), '--reason', 'a test')).toMatchObject({ status: 0, stderr: '' });
    expect(await site.run('rpm', 'verify', '--require-provenance', '--repo', place('imported'), pathOf('gamma'))).toMatchObject({ status: 0 });
    const pooled = join(place('imported'), pathOf('gamma').slice(site.repository.length));
    for (const kind of ['cdx', 'provenance']) expect(readFileSync(`${pooled}.${kind}.json`)).toEqual(readFileSync(`${file}.${kind}.json`));
  });
});

describe('bigpanda reproduce', () => {
  it('builds each package of a release again in a clean clone, bit for bit, with all that lies beside it, without the key', async () => {
    const other = place('scratch');
    site.gitIn(folder, 'clone', '-q', site.remote, other);
    const { BIGPANDA_KEY_FILE: _, ...keyless } = site.env;
    const { status, stdout, stderr } = await runCommand(['reproduce', '--repo', site.repository, ...released.values()], { workingFolder: other, env: keyless });
    expect([status, stderr]).toEqual([0, '']);
    for (const file of released.values()) expect(stdout).toContain(`${file}: reproduced, bit for bit\n`);
    expect(stdout.match(/bill of materials +the same\n +provenance +the same\n/g)).toHaveLength(released.size);
    expect(site.gitIn(other, 'status', '--short')).toBe('');
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('bigpanda-re') && name.includes(`-${process.pid}-`))).toEqual([]);
  });

  it('builds what no release made again, source packages too, and what a release made once more', async () => {
    for (const verb of ['build', 'srpm']) expect(await site.run('rpm', verb, 'gamma', '--out', place('snapshot'))).toMatchObject({ status: 0 });
    expect(await site.run('release', '--rebuild', 'alpha', '--reason', 'another compression')).toMatchObject({ status: 0 });
    const rebuilt = (await listPackages(site.repository, 'stable', 'el9')).find(({ release }) => release === '2.el9');
    const files = [...readdirSync(place('snapshot')).filter((name) => name.endsWith('.rpm')).map((name) => join(place('snapshot'), name)), join(site.repository, rebuilt?.href.replace(/^Packages/, 'pool') ?? '')];
    const { status, stdout } = await site.run('reproduce', ...files);
    expect([status, stdout.match(/: reproduced, bit for bit\n/g)?.length]).toEqual([0, 4]);
    expect(stdout).toMatch(/\.src\.rpm: reproduced, bit for bit\n[^]*bill of materials +the same\n +provenance +the same\n/);
    expect(JSON.parse(readFileSync(`${files.find((file) => file.endsWith('.src.rpm')) ?? ''}.cdx.json`, 'utf8'))).toMatchObject({ components: [{ purl: 'pkg:npm/%40small/tiny@1.2.3' }], metadata: { component: { purl: expect.stringMatching(/^pkg:rpm\/sample\/gamma@.*\?arch=src$/) as string } } });
  });

  it('says which tags differ and why where something else comes out, and refuses what is in no commit', async () => {
    const other = place('altered');
    site.gitIn(folder, 'clone', '-q', site.remote, other);
    change(join(other, 'repo-config/repository.json'), '"vendor":"Sample"', '"vendor":"Altered"');
    writeFileSync(join(other, 'alpha/data.txt'), 'another content\n');
    const { status, stdout, stderr } = await site.runIn(other, 'reproduce', '--here', '--repo', site.repository, pathOf('alpha'));
    expect(status).toBe(3);
    expect(stderr).toContain('bigpanda reproduce --here FILE');
    expect(stdout).toMatch(/NOT reproduced\n[^]*Tags that differ\n[^]* FILEDIGESTS +another file or content[^]* PAYLOADDIGEST +follows from the files\n[^]* VENDOR +the configuration of the repository[^]*Sample -> Altered/);
    site.write('alpha/data.txt', 'dirty\n');
    expect(await site.run('rpm', 'build', 'alpha', '--out', place('dirty'))).toMatchObject({ status: 0 });
    const dirty = readdirSync(place('dirty')).find((name) => name.endsWith('.rpm')) ?? '';
    expect(await site.run('reproduce', join(place('dirty'), dirty))).toMatchObject({ status: 3, stderr: expect.stringContaining('changes that are in no commit') as string });
    site.git('checkout', '-q', 'alpha/data.txt');
  });
});
