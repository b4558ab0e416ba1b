import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const people = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@panda.test', GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@panda.test' };

/** A git repository in a temporary folder whose commits are a minute apart, beginning 2026-01-01. */
export class TemporaryRepository implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'tagger-'));
  #minute = 0;

  constructor() {
    this.git('init', '-q', '-b', 'main');
  }

  git(...args: readonly string[]): string {
    const date = `${1_767_225_600 + 60 * this.#minute} +0000`;
    const env = { ...process.env, ...people, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, GIT_CONFIG_GLOBAL: '/dev/null' };
    return execFileSync('git', [...args], { cwd: this.root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  }

  write(path: string, text: string): this {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
    return this;
  }

  /** Commits files given by path; gives the commit. */
  commit(message: string, files: Readonly<Record<string, string>>): string {
    for (const [path, text] of Object.entries(files)) this.write(path, text);
    this.#minute += 1;
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** The text of a small valid rpm.json. */
export function rpmJson(name: string): string {
  return JSON.stringify({ name, summary: 'A component', description: 'A component.', license: 'Apache-2.0', url: 'https://panda.test' });
}

/** The text of a package.json that depends on others. */
export function packageJson(name: string, dependencies: readonly string[]): string {
  return JSON.stringify({ name, dependencies: Object.fromEntries(dependencies.map((dependency) => [dependency, '0.0.0'])) });
}
