import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const workspaceRoot = join(import.meta.dirname, '../../../..');
const people = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@panda.test', GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@panda.test' };

/** What came of it. */
export interface WorkspaceReproduction {
  /** Packages of two releases, by their verdict. */
  readonly verdicts: Readonly<Record<string, string>>;
  readonly seconds: number;
  /** What was not as it should be. */
  readonly failed: readonly string[];
}

/**
 * Releases the very workspace whose checkout this is, as it is committed, from a scratch clone to a scratch remote; then a fix of one component; then builds
 * every package of both releases again in another clone that knows the remote only, without the private key, and compares the bytes.
 */
export function campaign(): WorkspaceReproduction {
  const folder = mkdtempSync(join(tmpdir(), 'reproduce-workspace-'));
  const [clone, remote, other, keyFile] = ['clone', 'remote.git', 'other', 'key.asc'].map((name) => join(folder, name)) as [string, string, string, string];
  const env = { ...process.env, ...people, XDG_STATE_HOME: join(folder, 'state'), XDG_CACHE_HOME: join(folder, 'cache'), NX_CACHE_DIRECTORY: join(folder, 'nx') };
  const run = (cwd: string, program: string, ...args: readonly string[]): string => execFileSync(program, [...args], { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 28 });
  const release = (): string => execFileSync(join(clone, 'node_modules/.bin/bigpanda'), ['release', '--no-rehearsal'], { cwd: clone, env: { ...env, BIGPANDA_KEY_FILE: keyFile, BIGPANDA_KEY_CREATE: '1' }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const began = performance.now();
  try {
    run(folder, 'git', 'clone', '-q', workspaceRoot, clone);
    run(clone, 'git', 'checkout', '-q', '-B', 'main');
    run(folder, 'git', 'clone', '-q', '--bare', clone, remote);
    run(clone, 'git', 'remote', 'set-url', 'origin', remote);
    run(clone, 'npm', 'ci', '--no-audit', '--no-fund');
    release();
    appendFileSync(join(clone, 'packages/monitor-vo/lsst/src/plugin.ts'), '\n');
    run(clone, 'git', 'commit', '-qam', 'fix(lsst): mend it');
    release();
    run(folder, 'git', 'clone', '-q', remote, other);
    run(other, 'npm', 'ci', '--no-audit', '--no-fund');
    const files = globSync(join(clone, 'build/repo/pool/*/*/*.rpm')).sort();
    const publicKey = join(clone, 'build/repo/keys/RPM-GPG-KEY-bigpanda');
    const { stdout, stderr } = spawnSync(join(other, 'node_modules/.bin/bigpanda'), ['reproduce', '--json', '--key', publicKey, ...files], { cwd: other, env, encoding: 'utf8', maxBuffer: 1 << 28 });
    return describe(files, stdout, { stderr, seconds: Math.round((performance.now() - began) / 1000) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function describe(files: readonly string[], stdout: string, { stderr, seconds }: { readonly stderr: string; readonly seconds: number }): WorkspaceReproduction {
  const { packages } = JSON.parse(stdout || '{"packages":[]}') as { readonly packages: readonly { readonly file: string; readonly verdict: string; readonly companions: Readonly<Record<string, string>>; readonly tags: readonly object[] }[] };
  const verdicts = Object.fromEntries(packages.map(({ file, verdict, companions }) => [nameOf(file), [verdict, ...Object.entries(companions).map(([kind, outcome]) => `${kind} ${outcome}`)].join(', ')]));
  const expected = 'same, cdx same, provenance same';
  const failed = [
    ...packages.filter(({ file }) => verdicts[nameOf(file)] !== expected).map(({ file, tags }) => `${nameOf(file)}: ${verdicts[nameOf(file)] ?? ''} ${JSON.stringify(tags)}`),
    ...files.map(nameOf).filter((name) => verdicts[name] === undefined).map((name) => `${name}: no verdict: ${stderr}`),
    ...(files.length < 8 ? [`only ${files.length} packages were released`] : []),
  ];
  return { verdicts, seconds, failed };
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
