import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import type { SampleSite } from '../sample-repository.ts';

/** A process that publishes one package when it is told to. */
export interface Publisher {
  /** Tells it to, and gives what it said: `published`, `REPOSITORY_LOCKED`, or nothing when it was killed before. */
  publish(file: string): Promise<string>;
  /** SIGKILL. */
  kill(): void;
}

/** Starts a publisher and gives it when it is ready. */
export async function startPublisher(site: SampleSite): Promise<Publisher> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../publishing-process.ts'), site.root, join(site.folder, 'site.key')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const readLine = async (): Promise<string> => {
    const { value } = await lines.next() as { readonly value?: string };
    return value ?? '';
  };
  child.stdin.on('error', () => undefined);
  if ((await readLine()) !== 'ready') throw new Error('a publisher did not start');
  return {
    publish: async (file) => {
      child.stdin.write(`${file}\n`);
      const said = await readLine();
      await ended(child);
      return said;
    },
    kill: () => child.kill('SIGKILL'),
  };
}

async function ended(child: ReturnType<typeof spawn>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once('exit', () => resolve());
  await promise;
}
