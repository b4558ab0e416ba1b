import { mustRun } from './run.ts';
import { Background } from './background.ts';
import { bigpandaMain, checkoutRoot, node } from './checkout.ts';
import { TemporaryFolder } from './temporary-folder.ts';

/** The checkout's packages, published by the real command into a repository of their own with a key of their own. */
export class Published implements AsyncDisposable {
  readonly folder = new TemporaryFolder();
  readonly repository = this.folder.file('repo');
  readonly keyFile = this.folder.file('key.asc');
  readonly env = { BIGPANDA_KEY_FILE: this.keyFile, BIGPANDA_KEY_CREATE: '1' };
  #server: Background | undefined;
  #url = '';

  /** Builds, publishes and serves. */
  async start(): Promise<void> {
    await this.bigpanda('snapshot', '--channel', 'testing', '--repo', this.repository);
    this.#server = new Background(node, [bigpandaMain, 'repo', 'serve', '--repo', this.repository, '--port', '0'], { cwd: checkoutRoot, env: this.env });
    this.#url = (await this.#server.waitFor(/http:\/\/127\.0\.0\.1:\d+/))[0];
  }

  get url(): string {
    return this.#url;
  }

  bigpanda(...args: readonly string[]): Promise<string> {
    return mustRun(node, [bigpandaMain, ...args], { cwd: checkoutRoot, env: this.env });
  }

  /** The .repo file as the README says to get it, for the address that is served here. */
  dotRepo(): Promise<string> {
    return this.bigpanda('repo', 'dotrepo', '--channel', 'testing', '--target', 'el9', '--base-url', this.#url);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.stop('SIGTERM');
    this.folder[Symbol.dispose]();
  }
}
