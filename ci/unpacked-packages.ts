import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where packages of the system are unpacked that may not be installed beside others: Debian's dnf-plugins-core and zypper exclude each other. */
export function unpackedFolder(env: NodeJS.ProcessEnv): string {
  return join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'bigpanda/system');
}

/** The Python modules among them. */
export function unpackedModules(env: NodeJS.ProcessEnv): string {
  return join(unpackedFolder(env), 'usr/lib/python3/dist-packages');
}

/** Fetches packages with apt and unpacks them, without a word to dpkg; false when it cannot. */
export function unpackPackages(packages: readonly string[], env: NodeJS.ProcessEnv): boolean {
  if (packages.length === 0) return true;
  const folder = unpackedFolder(env);
  mkdirSync(folder, { recursive: true });
  const download = mkdtempSync(join(folder, 'download-'));
  const run = (program: string, args: readonly string[]) => spawnSync(program, args, { cwd: download, env, stdio: 'ignore' }).status === 0;
  try {
    return run('apt-get', ['download', ...packages]) && readdirSync(download).every((file) => run('dpkg-deb', ['--extract', file, folder]));
  } finally {
    rmSync(download, { recursive: true });
  }
}
