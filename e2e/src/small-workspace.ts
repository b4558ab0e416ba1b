import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bigpandaMain, checkoutRoot, node } from './checkout.ts';
import { mustRun, run, type Finished, type RunOptions } from './run.ts';
import { TemporaryFolder } from './temporary-folder.ts';

/** A git workspace of one component without bundles, so that a command answers in a moment. */
export class SmallWorkspace implements Disposable {
  readonly #folder = new TemporaryFolder();
  readonly root = this.#folder.file('workspace');
  readonly keyFile = this.#folder.file('key.asc');

  async create(): Promise<this> {
    for (const file of ['nx.json', 'LICENSE', 'repo-config/repository.json']) {
      mkdirSync(dirname(join(this.root, file)), { recursive: true });
      cpSync(join(checkoutRoot, file), join(this.root, file));
    }
    this.write('.gitignore', 'node_modules\nbuild/\ndist/\n.nx/\n').write('hello/hello.txt', 'hello\n').write('hello/rpm.json', JSON.stringify(smallComponent));
    this.write('package.json', '{ "name": "small", "private": true }').write('package-lock.json', readFileSync(join(checkoutRoot, 'package-lock.json'), 'utf8')).write('tsconfig.base.json', '{}');
    symlinkSync(join(checkoutRoot, 'node_modules'), join(this.root, 'node_modules'));
    await this.git('init', '-q', '-b', 'main');
    await this.commit('one');
    return this;
  }

  write(path: string, text: string): this {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
    return this;
  }

  git(...args: readonly string[]): Promise<string> {
    return mustRun('git', ['-c', 'user.name=A', '-c', 'user.email=a@panda.test', ...args], { cwd: this.root });
  }

  async commit(message: string): Promise<void> {
    await this.git('add', '-A');
    await this.git('commit', '-q', '-m', message);
  }

  /** Runs the command `bigpanda` in it. */
  bigpanda(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
    return run(node, [bigpandaMain, ...args], { cwd: this.root, ...options, env: { BIGPANDA_KEY_FILE: this.keyFile, BIGPANDA_KEY_CREATE: '1', ...options.env } });
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}

/** What `hello/rpm.json` holds. */
export const smallComponent = {
  name: 'panda-hello',
  summary: 'Says hello',
  description: 'A file that says hello.',
  license: 'Apache-2.0',
  url: 'https://panda.test',
  contents: [{ source: 'hello.txt', destination: '/usr/share/panda-hello/hello.txt' }],
};
