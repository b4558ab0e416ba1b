import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const workspaceRoot = join(import.meta.dirname, '../../../..');
const people = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@panda.test', GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@panda.test' };

/** The component that is mended and taken back. */
const mended = 'bigpandamon-lsst';

/** What came of it. */
export interface WorkspaceReproduction {
  /** Tags of the first release, and of that of the mended component. */
  readonly released: readonly string[];
  readonly mended: readonly string[];
  /** Packages of two releases, by their verdict. */
  readonly verdicts: Readonly<Record<string, string>>;
  readonly seconds: number;
  /** What was not as it should be. */
  readonly failed: readonly string[];
}

/**
 * Releases the very workspace whose checkout this is, as it is committed, from a scratch clone to a scratch remote; then a fix of one component, which is taken back from hosts; then builds
 * every package of both releases again in another clone that knows the remote only, without the private key, and compares the bytes.
 */
export function campaign(): WorkspaceReproduction {
  const folder = mkdtempSync(join(tmpdir(), 'reproduce-workspace-'));
  const [clone, remote, other, keyFile] = ['clone', 'remote.git', 'other', 'key.asc'].map((name) => join(folder, name)) as [string, string, string, string];
  const env = { ...process.env, ...people, XDG_STATE_HOME: join(folder, 'state'), XDG_CACHE_HOME: join(folder, 'cache'), NX_CACHE_DIRECTORY: join(folder, 'nx') };
  const run = (cwd: string, program: string, ...args: readonly string[]): string => execFileSync(program, [...args], { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 28 });
  const bigpanda = (...args: readonly string[]): string => execFileSync(join(clone, 'node_modules/.bin/bigpanda'), args, { cwd: clone, env: { ...env, BIGPANDA_KEY_FILE: keyFile, BIGPANDA_KEY_CREATE: '1' }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const release = (): readonly string[] => (JSON.parse(bigpanda('release', '--no-rehearsal', '--json')) as { readonly released: readonly { readonly releaseTag: string }[] }).released.map(({ releaseTag }) => releaseTag);
  const began = performance.now();
  try {
    run(folder, 'git', 'clone', '-q', workspaceRoot, clone);
    run(clone, 'git', 'checkout', '-q', '-B', 'main');
    run(folder, 'git', 'clone', '-q', '--bare', clone, remote);
    run(clone, 'git', 'remote', 'set-url', 'origin', remote);
    run(clone, 'npm', 'ci', '--no-audit', '--no-fund');
    const first = release();
    appendFileSync(join(clone, 'packages/monitor-vo/lsst/src/plugin.ts'), '\n');
    run(clone, 'git', 'commit', '-qam', 'fix(lsst): mend it');
    const second = release();
    const rolledBack = bigpanda('rollback', mended, '--reason', 'a try');
    const told = [bigpanda('status'), bigpanda('ledger', 'verify'), bigpanda('repo', 'verify')].join('');
    run(folder, 'git', 'clone', '-q', remote, other);
    const tags = run(other, 'git', 'tag').trim().split('\n');
    run(other, 'npm', 'ci', '--no-audit', '--no-fund');
    const files = globSync(join(clone, 'build/repo/pool/*/*/*.rpm')).sort();
    const publicKey = join(clone, 'build/repo/keys/RPM-GPG-KEY-bigpanda');
    const { stdout, stderr } = spawnSync(join(other, 'node_modules/.bin/bigpanda'), ['reproduce', '--json', '--key', publicKey, ...files], { cwd: other, env, encoding: 'utf8', maxBuffer: 1 << 28 });
    const { verdicts, failed } = describe(files, stdout, stderr);
    return { released: first, mended: second, verdicts, seconds: Math.round((performance.now() - began) / 1000), failed: [...failed, ...judgeReleases({ first, second, tags, rolledBack, told })] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function describe(files: readonly string[], stdout: string, stderr: string): Pick<WorkspaceReproduction, 'verdicts' | 'failed'> {
  const { packages } = JSON.parse(stdout || '{"packages":[]}') as { readonly packages: readonly { readonly file: string; readonly verdict: string; readonly companions: Readonly<Record<string, string>>; readonly tags: readonly object[] }[] };
  const verdicts = Object.fromEntries(packages.map(({ file, verdict, companions }) => [nameOf(file), [verdict, ...Object.entries(companions).map(([kind, outcome]) => `${kind} ${outcome}`)].join(', ')]));
  const expected = 'same, cdx same, provenance same';
  const failed = [
    ...packages.filter(({ file }) => verdicts[nameOf(file)] !== expected).map(({ file, tags }) => `${nameOf(file)}: ${verdicts[nameOf(file)] ?? ''} ${JSON.stringify(tags)}`),
    ...files.map(nameOf).filter((name) => verdicts[name] === undefined).map((name) => `${name}: no verdict: ${stderr}`),
    ...(files.length < 8 ? [`only ${files.length} packages were released`] : []),
  ];
  return { verdicts, failed };
}

interface MadeReleases {
  readonly first: readonly string[];
  readonly second: readonly string[];
  /** Of the remote. */
  readonly tags: readonly string[];
  readonly rolledBack: string;
  readonly told: string;
}

/** What is not as it should be in the releases themselves. */
function judgeReleases({ first, second, tags, rolledBack, told }: MadeReleases): readonly string[] {
  return [
    ...(second.length === 1 && second[0]?.startsWith(`${mended}-`) === true ? [] : [`the fix of ${mended} released ${second.join(', ')}`]),
    ...([...first, ...second].toSorted().join(' ') === tags.toSorted().join(' ') ? [] : [`the remote has the tags ${tags.join(', ')}`]),
    ...(rolledBack.includes('dnf --refresh distro-sync') && told.includes(`${mended} `) && told.includes('was taken back') ? [] : [`the rollback says ${rolledBack} ${told}`]),
  ];
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
