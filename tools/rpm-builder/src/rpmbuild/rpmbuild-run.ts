import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import type { Environment } from '@bigpanda/signer';

export interface RpmbuildRun {
  /** Absolute path of the folder that rpmbuild works in, where `SPECS/package.spec` is. */
  readonly folder: string;
  readonly arch: string;
  /** Only where programs are found is taken from it. */
  readonly environment: Environment;
  readonly signal: AbortSignal | undefined;
}

/** What is kept of what it prints. */
const outputLimitCharacters = 200_000;

/**
 * Makes the binary packages of a spec file with the system's rpmbuild, which sees no configuration of its user.
 * @throws ReleaseError `RPMBUILD_MISSING`, `RPMBUILD_FAILED` with what it said; the signal's reason
 */
export async function runRpmbuild({ folder, arch, environment, signal }: RpmbuildRun): Promise<void> {
  const parameters = [
    '-bb', '--define', `_topdir ${folder}`, '--define', `_tmppath ${join(folder, 'tmp')}`,
    ...(arch === 'noarch' ? [] : ['--target', `${arch}-linux`]),
    join(folder, 'SPECS/package.spec'),
  ];
  const env = { PATH: environment['PATH'] ?? '', HOME: folder, XDG_CONFIG_HOME: folder, TMPDIR: join(folder, 'tmp'), LC_ALL: 'C.UTF-8', TZ: 'UTC' };
  const { status, output } = await runToEnd(parameters, env, signal);
  signal?.throwIfAborted();
  // It also ends well after errors that make it leave something out.
  if (status === 0 && !/^error: /m.test(output)) return;
  throw new ReleaseError('RPMBUILD_FAILED', `pack with rpmbuild: it ended with exit status ${status ?? 'none'}\n${describeOutput(output)}`, {
    hint: 'Correct what is reported above, or use the packager "native".',
  });
}

interface Ended {
  readonly status: number | null;
  readonly output: string;
}

function runToEnd(parameters: readonly string[], env: Readonly<Record<string, string>>, signal: AbortSignal | undefined): Promise<Ended> {
  return new Promise((resolve, reject) => {
    // A process group of its own: the shells that it starts end with it.
    const child = spawn('rpmbuild', parameters, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const stop = (): void => { endGroup(child.pid); };
    signal?.addEventListener('abort', stop, { once: true });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { output = (output + text).slice(-outputLimitCharacters); });
    child.on('error', (cause: NodeJS.ErrnoException) => { reject(cause.code === 'ENOENT' || cause.code === 'EACCES' ? missing(cause) : cause); });
    child.on('close', (status) => {
      signal?.removeEventListener('abort', stop);
      resolve({ status, output });
    });
    if (signal?.aborted === true) stop();
  });
}

function missing(cause: Error): ReleaseError {
  return new ReleaseError('RPMBUILD_MISSING', 'pack with rpmbuild: there is no program "rpmbuild" that can be run', {
    exitStatus: 2,
    cause,
    hint: 'Install it (dnf install rpm-build; on Debian apt-get install rpm), or use the packager "native", which needs none.',
  });
}

/** The lines that say what is wrong, or the last ones where none does. */
function describeOutput(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.filter((line) => /^(?:error|warning): |: (?:No such|Permission|cannot|No space)/.test(line));
  return (telling.length === 0 ? lines.slice(-20) : telling).map((line) => `  | ${line}`).join('\n');
}

function endGroup(group: number | undefined): void {
  if (group === undefined) return;
  try {
    process.kill(-group, 'SIGTERM');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
