import { spawn, type ChildProcess } from 'node:child_process';
import type { RunOptions } from './run.ts';

/** A program that goes on until it is stopped. */
export class Background implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #output = '';
  #isOver = false;

  constructor(program: string, args: readonly string[], options: RunOptions = {}) {
    this.#child = spawn(program, args, { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => { this.#output += text; });
    }
    this.#ended = new Promise((resolve) => {
      this.#child.on('error', (error) => {
        this.#output += error.message;
        this.#isOver = true;
        resolve(null);
      });
      this.#child.on('close', (code) => {
        this.#isOver = true;
        resolve(code);
      });
    });
  }

  get output(): string {
    return this.#output;
  }

  /** Waits until the output matches; fails with the output when the program ends or the time is over before. */
  async waitFor(pattern: RegExp, timeoutSeconds = 60): Promise<RegExpMatchArray> {
    const deadline = Date.now() + timeoutSeconds * 1000;
    for (;;) {
      const match = this.#output.match(pattern);
      if (match !== null) return match;
      if (this.#isOver || Date.now() > deadline) throw new Error(`no ${String(pattern)} in the output:\n${this.#output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Asks it to stop and gives its exit status. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.#child.kill(signal);
    return this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop('SIGKILL');
  }
}
