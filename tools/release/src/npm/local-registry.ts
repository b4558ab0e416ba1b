import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ReleaseError } from '@bigpanda/release-model';
import { makeIgnored } from '../pipeline/ignored-folder.ts';
import { installProgram } from './installed-program.ts';
import type { RegistryRequest, RegistryReply } from './local-registry-worker.ts';

/** Where the packages of the local registry are kept, below the workspace. */
export const localRegistryFolder = 'build/npm-registry';

/** A registry on this machine alone. */
export interface LocalRegistry extends AsyncDisposable {
  readonly url: string;
}

export interface LocalRegistryOptions {
  /** Absolute path of the workspace. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly writeError: (text: string) => void;
  /** A free one when absent. */
  readonly port?: number;
}

/**
 * Starts verdaccio on loopback, in a thread of its own that ends whatever it began; what is published to it stays in `build/npm-registry`.
 * It has the packages of this checkout only: whoever installs from it takes the scope of these from it and everything else from the usual registry.
 * @throws ReleaseError `NPM_REGISTRY_FAILED`, and as {@link installProgram}
 */
export async function openLocalRegistry({ root, env, signal, writeError, port = 0 }: LocalRegistryOptions): Promise<LocalRegistry> {
  const lists = join(dirname(createRequire(import.meta.url).resolve('@bigpanda/release/package.json')), 'programs/verdaccio');
  const program = await installProgram(lists, { env, signal, writeError });
  await makeIgnored(join(root, 'build'));
  const folder = join(root, localRegistryFolder);
  await mkdir(folder, { recursive: true });
  const request: RegistryRequest = { program, folder, port };
  const worker = new Worker(new URL('./local-registry-worker.ts', import.meta.url), { workerData: request, stdout: true, stderr: true });
  const stop = async (): Promise<void> => { await worker.terminate(); };
  try {
    const [reply] = await once(worker, 'message', { signal }) as [RegistryReply];
    return { url: `http://127.0.0.1:${reply.port}/`, [Symbol.asyncDispose]: stop };
  } catch (cause) {
    await stop();
    signal.throwIfAborted();
    throw new ReleaseError('NPM_REGISTRY_FAILED', `start the local npm registry: ${cause instanceof Error ? cause.message : String(cause)}`, { cause, hint: port === 0 ? `Remove "${program}", which is installed anew then, and try again.` : 'Name a port that nothing else listens on.' });
  }
}
