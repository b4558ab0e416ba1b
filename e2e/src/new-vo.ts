import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { bigpandaMain, checkoutRoot, node } from './checkout.ts';
import type { Published } from './published.ts';
import { mustRun } from './run.ts';

/** A clone of the checkout in which somebody makes a VO as docs/vo-author.md says. */
export class NewVo {
  readonly #published: Published;
  readonly #name: string;
  readonly #clone: string;

  constructor(published: Published, name: string) {
    this.#published = published;
    this.#name = name;
    this.#clone = published.folder.file(`vo-${name}`);
  }

  /** Generates it; what git says has changed, one path a line. */
  async generate(): Promise<string[]> {
    await mustRun('git', ['clone', '-q', '--shared', checkoutRoot, this.#clone]);
    linkPackages(join(checkoutRoot, 'node_modules'), join(this.#clone, 'node_modules'));
    await mustRun('nx', ['g', '@bigpanda/nx-plugin:vo', this.#name], { cwd: this.#clone, env: { NX_DAEMON: 'false', NX_TUI: 'false' } });
    const lines = (await mustRun('git', ['status', '--porcelain'], { cwd: this.#clone })).split('\n');
    return lines.map((line) => line.slice(3)).filter((path) => path !== '' && path !== 'node_modules').sort();
  }

  /** Lines that the lock file gained and lost. */
  async lockChanges(): Promise<string[]> {
    const difference = await mustRun('git', ['diff', '--unified=0', 'package-lock.json'], { cwd: this.#clone });
    return difference.split('\n').filter((line) => /^[-+] /.test(line));
  }

  /** Runs its own tests, and the contract suite of every VO. */
  test(): Promise<string> {
    return mustRun('vitest', ['run', '--project', 'unit', `packages/monitor-vo/${this.#name}`, 'packages/monitor-contract/test/vo-plugins.test.ts'], { cwd: this.#clone, env: { NO_COLOR: '1' } });
  }

  /** Builds its RPM and publishes it. */
  async publish(): Promise<void> {
    const packages = join(this.#clone, 'build/rpms');
    await mustRun(node, [bigpandaMain, 'rpm', 'build', `bigpandamon-${this.#name}`, '--target', 'el9', '--out', packages], { cwd: this.#clone, env: this.#published.env });
    await this.#published.bigpanda('repo', 'add', ...readdirSync(packages).filter((file) => file.endsWith('.rpm')).map((file) => join(packages, file)), '--channel', 'testing', '--repo', this.#published.repository);
  }
}

/** What is installed in a folder of its own: npm writes into it what it found, which the checkout's lint takes for a change of its packages. */
function linkPackages(installed: string, folder: string): void {
  mkdirSync(folder);
  for (const name of readdirSync(installed).filter((each) => !each.startsWith('.') || each === '.bin')) symlinkSync(join(installed, name), join(folder, name));
}
