import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openOrCreateKey } from '@bigpanda/signer';
import { runCommand, type CommandRun } from './command-run.ts';

const people = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@panda.test', GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@panda.test' };
const beginSeconds = 1_767_225_600;

export interface SiteOptions {
  /** Of repo-config/repository.json, beside what is always there. */
  readonly config?: object;
  /** Programs of the machine that commands find; git alone when absent. */
  readonly programs?: readonly string[];
  /** Names of components. */
  readonly names?: readonly string[];
  /** Of the first commit, beside what is always there. */
  readonly files?: Readonly<Record<string, string>>;
  /** Of commands, beside what is always there. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A workspace of small components without a build, with a bare remote, a key and a repository of its own. */
export class ReleaseSite implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'release-'));
  readonly root = join(this.folder, 'clone');
  readonly remote = join(this.folder, 'remote.git');
  readonly repository = join(this.root, 'build/repo');
  readonly keyFile = join(this.folder, 'key.asc');
  /** A folder with git alone: rpmlint takes a second for what is told elsewhere. */
  readonly programs = join(this.folder, 'bin');
  /** Variables of commands, beside what is always there. */
  readonly moreEnv: Record<string, string | undefined>;
  /** What the clock says, in seconds since 1970; each commit is a minute later. */
  seconds = beginSeconds;

  constructor(key: string, { config = {}, names = ['alpha', 'beta'], programs = ['git'], files = {}, env = {} }: SiteOptions = {}) {
    this.moreEnv = { ...env };
    cpSync(key, this.keyFile);
    for (const folder of [this.root, this.programs]) mkdirSync(folder);
    for (const program of [...programs, 'setsid']) symlinkSync(execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim(), join(this.programs, program));
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', this.remote]);
    this.git('init', '-q', '-b', 'main');
    this.git('config', 'user.name', 'A');
    this.git('config', 'user.email', 'a@panda.test');
    // Relative, so that a copy of the site has a remote of its own.
    this.git('remote', 'add', 'origin', '../remote.git');
    // A process of its own group, as on a machine of its own: what kills a release does not kill the server.
    this.git('config', 'remote.origin.receivepack', 'setsid git-receive-pack');
    this.commit('feat: begin', {
      ...Object.fromEntries(names.flatMap((name) => [[`${name}/rpm.json`, describe(name)], [`${name}/data.txt`, `${name} 1\n`]])),
      'repo-config/repository.json': JSON.stringify({ ...siteConfig, ...config }), 'LICENSE': 'Free.\n', '.gitignore': '/build/\n', ...files,
    });
    this.git('push', '-q', '--set-upstream', 'origin', 'main');
  }

  get env(): Record<string, string | undefined> {
    return { PATH: this.programs, HOME: join(this.folder, 'home'), BIGPANDA_KEY_FILE: this.keyFile, GIT_CONFIG_GLOBAL: '/dev/null', XDG_CACHE_HOME: join(this.folder, 'cache'), ...this.moreEnv };
  }

  git(...args: readonly string[]): string {
    return this.gitIn(this.root, ...args);
  }

  gitIn(folder: string, ...args: readonly string[]): string {
    const date = `${this.seconds} +0000`;
    return execFileSync('git', [...args], { cwd: folder, env: { ...process.env, ...people, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, GIT_CONFIG_GLOBAL: '/dev/null' }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  }

  commit(message: string, files: Readonly<Record<string, string>>): string {
    for (const [path, text] of Object.entries(files)) this.write(path, text);
    this.seconds += 60;
    this.git('add', '-A');
    this.git('commit', '-q', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  /** Runs a command in the clone, a minute later. */
  run(...argv: readonly string[]): Promise<CommandRun> {
    return this.runIn(this.root, ...argv);
  }

  /** As `run`, in another clone. */
  runIn(root: string, ...argv: readonly string[]): Promise<CommandRun> {
    this.seconds += 60;
    return runCommand(argv, { workingFolder: root, env: this.env, now: () => new Date(this.seconds * 1000) });
  }

  /** Everything that a release changes for others: refs of the remote. */
  remoteRefs(): string {
    return existsSync(this.remote) ? execFileSync('git', ['for-each-ref', '--format=%(refname) %(objectname)'], { cwd: this.remote, encoding: 'utf8' }) : '';
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const siteConfig = {
  name: 'sample', vendor: 'Sample', url: 'https://sample.example/team/project',
  targets: [{ name: 'el9', payload: { codec: 'gzip', level: 6 } }],
  channels: { stable: { title: 'Sample stable', baseUrl: 'https://packages.example/sample', metadataExpireSeconds: 300 }, testing: { title: 'Sample testing', baseUrl: 'https://packages.example/sample', metadataExpireSeconds: 300 } },
  matrix: { run: false },
  versions: { first: '0.1.0', branches: [{ name: 'main', channel: 'stable' }] },
};

function describe(name: string): string {
  return JSON.stringify({ name, summary: `The ${name} of a sample`, description: 'A component.', license: 'Apache-2.0', url: 'https://sample.example/', contents: [{ source: 'data.txt', destination: `/usr/share/${name}/data.txt` }] });
}

/** A key for sites, made once: it takes a second. */
export async function makeKey(folder: string): Promise<string> {
  const file = join(folder, 'key.asc');
  await openOrCreateKey({ environment: { BIGPANDA_KEY_FILE: file }, name: 'sample', userId: 'Sample packages', nowSeconds: beginSeconds });
  return file;
}
