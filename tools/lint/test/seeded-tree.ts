import { chmodSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { writeRpm, type PackageSpec } from '@bigpanda/rpm-format';

const fixtures = fileURLToPath(new URL('./fixtures/seeded/', import.meta.url));
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
/** 14 November 2023. */
const buildSeconds = 1_700_000_000;
const daySeconds = 86_400;

/** Which of the two trees. */
export type SeededTree = 'wrong' | 'clean';

/** A copy of a seeded tree in a new git repository, with what a checkout cannot hold; it goes when the test ends. */
export async function makeSeededTree(tree: SeededTree): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'lint seeded ä-'));
  onTestFinished(() => { rmSync(root, { recursive: true, force: true }); });
  const folder = join(fixtures, tree);
  for (const file of globSync('**/*.seed', { cwd: folder })) write(root, file.replace(/\.seed$/u, ''), readFileSync(join(folder, file)));
  write(root, '.gitignore', 'node_modules\n');
  for (const [path, content] of Object.entries(tree === 'wrong' ? wrongFiles() : cleanFiles())) write(root, path, content);
  if (tree === 'wrong') symlinkSync('loop', join(root, 'loop'));
  write(root, 'rpms/panda-alpha.rpm', await packAlpha(tree));
  symlinkSync(modules, join(root, 'node_modules'));
  commit(root, tree === 'wrong' ? 'Fixed things.\nand more' : 'fix(alpha): take jobs in again');
  return root;
}

/** What stands in `expected.txt`, and what this file adds to the tree: `path:line rule`, sorted. */
export function readExpected(): string[] {
  const listed = readFileSync(join(fixtures, 'expected.txt'), 'utf8').trim().split('\n');
  return [...listed, ...moreExpected].toSorted();
}

const moreExpected = [
  'commit:1 bigpanda/commit-form', 'commit:1 bigpanda/commit-full-stop', 'commit:2 bigpanda/commit-blank-line',
  'loop:- bigpanda/broken-link', 'etc/latin.toml:2 bigpanda/invalid-utf8', 'etc/large.json:- bigpanda/oversized-file',
  'etc/keys.txt:1 secretlint/github', 'etc/keys.txt:2 bigpanda/private-key', 'etc/keys.txt:3 bigpanda/written-password', 'etc/keys.txt:4 secretlint/database-connection-string',
  ...['changelog', 'changelog', 'config', 'description', 'interpreter', 'licence', 'owner', 'owner', 'path', 'units', 'version', 'world-writable'].map((rule) => `rpms/panda-alpha.rpm:- bigpanda/rpm-${rule}`),
];

/** Put together here, so that no scanner finds them in this repository. */
function wrongFiles(): Readonly<Record<string, string | Buffer>> {
  const token = ['ghp', 'a1B2c3D4'.repeat(5).slice(0, 36)].join('_');
  const key = ['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' ');
  const assignment = ['password', '"zPq8vR2mK1"'].join(' = ');
  const database = ['mysql://panda:hunter2secret', 'db.example.org/jobs'].join('@');
  return {
    'etc/latin.toml': Buffer.from('# one\n# caf\u00e9\n', 'latin1'),
    'etc/large.json': `[${'1,'.repeat(700_000)}1]\n`,
    'etc/keys.txt': `github ${token}\n${key}\n${assignment}\n${database}\n`,
  };
}

function cleanFiles(): Readonly<Record<string, string>> {
  return { 'etc/latin.toml': '# one\n# caf\u00e9\n', 'etc/keys.txt': 'password = "$PANDA_PASSWORD"\n' };
}

async function packAlpha(tree: SeededTree): Promise<Buffer> {
  const text = (content: string): Buffer => Buffer.from(content);
  const unit = text('[Service]\nExecStart=/usr/bin/alpha\n\n[Install]\nWantedBy=multi-user.target\n');
  const common = { name: 'panda-alpha', arch: 'noarch', license: 'Apache-2.0', url: 'https://example.org', sourceRpm: 'panda-alpha-0.2.0-1.src.rpm', timeSeconds: buildSeconds } as const;
  const wrong: PackageSpec = {
    ...common, evr: { version: '0.2.0', release: '1' }, summary: 'Takes jobs in.', description: 'Takes jobs in and hands them out.',
    files: [
      { type: 'file', path: '/etc/alpha.toml', mode: 0o644, content: text('port = 1\n') },
      { type: 'file', path: '/home/alpha', mode: 0o644, content: text('1\n') },
      { type: 'file', path: '/usr/bin/alpha', mode: 0o755, content: text('#!/usr/bin/node\n') },
      { type: 'file', path: '/usr/lib/systemd/system/alpha.service', mode: 0o644, content: unit },
      { type: 'file', path: '/usr/share/other/alpha.toml', mode: 0o666, user: 'panda', content: text('port = 1\n') },
    ],
    scriptlets: { post: { body: 'exit 0\n', interpreter: ['/usr/bin/python3'] } },
    changelog: [{ timeSeconds: buildSeconds - 9 * daySeconds, author: 'A <a@example.org>', text: '- old' }, { timeSeconds: buildSeconds + 9 * daySeconds, author: 'A <a@example.org>', text: '- new' }],
  };
  const clean: PackageSpec = {
    ...common, evr: { version: '0.2.0~3.gabcdef0', release: '1.el9' }, summary: 'Takes jobs in', description: 'Takes jobs in and hands them out.',
    dependencies: { requires: [{ name: 'nodejs(engine)', operator: '>=', evr: '22.13' }] },
    files: [
      { type: 'file', path: '/etc/alpha.toml', mode: 0o644, flags: 1, content: text('port = 1\n') },
      { type: 'file', path: '/usr/bin/alpha', mode: 0o755, content: text('#!/usr/bin/node\n') },
      { type: 'file', path: '/usr/lib/systemd/system/alpha.service', mode: 0o644, content: unit },
      { type: 'dir', path: '/usr/share/licenses/panda-alpha', mode: 0o755 },
      { type: 'file', path: '/usr/share/licenses/panda-alpha/LICENSE', mode: 0o644, flags: 128, content: text('Apache-2.0\n') },
    ],
    scriptlets: { post: { body: 'systemctl --no-reload preset alpha.service || :\n' } },
    changelog: [{ timeSeconds: buildSeconds - 2 * daySeconds, author: 'A <a@example.org>', text: '- new' }, { timeSeconds: buildSeconds - 9 * daySeconds, author: 'A <a@example.org>', text: '- old' }],
  };
  const { chunks } = await writeRpm(tree === 'wrong' ? wrong : clean, { compression: { codec: 'zstd', level: 3 } });
  return Buffer.concat(chunks);
}

function commit(root: string, message: string): void {
  const git = (...args: readonly string[]): void => { execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false', ...args], { cwd: root, stdio: 'ignore' }); };
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', message);
  git('tag', 'panda-alpha-0.1.0');
}

function write(root: string, path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
  chmodSync(join(root, path), 0o644);
}
