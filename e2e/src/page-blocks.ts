import { readFileSync } from 'node:fs';
import { mustRun, type RunOptions } from './run.ts';

/** Commands that a page tells to type, and lines that it says they print. */
export interface PageBlock {
  readonly commands: string;
  readonly lines: readonly string[];
}

/** The blocks of commands of a page, each with what stands right after it as its output. */
export function readBlocks(file: string): PageBlock[] {
  const blocks = readFileSync(file, 'utf8').matchAll(/^```sh\n([^]*?)^```\n(?:```text\n([^]*?)^```\n)?/gm);
  return [...blocks].map(([, commands = '', output = '']) => ({ commands, lines: output.split('\n').filter((line) => line !== '') }));
}

/** Types all commands of a page into one shell that stops at the first failure, and gives what each block printed. */
export async function followBlocks(blocks: readonly PageBlock[], options: RunOptions): Promise<string[]> {
  const marker = '--- next block of the page';
  const input = blocks.map(({ commands }) => `${commands}echo '${marker}'\n`).join('');
  const printed = await mustRun('bash', ['-e', '-o', 'pipefail', '-s'], { ...options, input });
  return printed.split(`${marker}\n`);
}
