import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createConnection } from 'mysql2';
import type { DatabaseSettings } from '../dialect/database-dialect.ts';

/** A MariaDB server of a test's own, on a socket in a temporary folder. */
export interface MariadbServer {
  readonly socket: string;
  /** Settings of a database of this name, made new; of a folder that was given, the one that is there. */
  makeDatabase(name: string): Promise<DatabaseSettings>;
  /** Ends it as a crash would, at once. */
  kill(): Promise<void>;
  /** Starts it again on the same files. */
  start(): Promise<void>;
  /** Ends it and removes its files; those of a folder that was given stay. */
  stop(): Promise<void>;
}

const startTimeoutMilliseconds = 60_000;

/**
 * Starts a MariaDB server from the system's `mariadb-server`. Who starts it must stop it.
 * @param isDurable whether it keeps what it committed when it is killed; without, it is faster
 * @param options further options of `mariadbd`
 * @param dataFolder where its databases stay from one time to the next; in its own folder, which goes with it, when absent
 */
export async function startMariadb({ isDurable = false, options = [], dataFolder }: { readonly isDurable?: boolean; readonly options?: readonly string[]; readonly dataFolder?: string } = {}): Promise<MariadbServer> {
  const folder = mkdtempSync(join(tmpdir(), 'panda-mariadb-'));
  const data = dataFolder ?? join(folder, 'data');
  const socket = join(folder, 'socket');
  const user = userInfo().username;
  if (!existsSync(data)) execFileSync('mariadb-install-db', ['--no-defaults', `--user=${user}`, `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'], { stdio: 'ignore' });
  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    server = spawn('mariadbd', ['--no-defaults', `--user=${user}`, `--datadir=${data}`, `--socket=${socket}`, '--skip-networking', `--pid-file=${join(folder, 'pid')}`, `--tmpdir=${folder}`, ...(isDurable ? [] : ['--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0', '--innodb-flush-method=nosync']), ...options], { stdio: 'ignore', env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` } });
    await waitForAnswer(socket);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server === undefined || server.exitCode !== null) return;
    const closed = once(server, 'close');
    server.kill(signal);
    await closed;
    rmSync(socket, { force: true });
  };
  await start();
  return {
    socket,
    makeDatabase: async (name) => (dataFolder !== undefined && existsSync(join(data, name)) ? settingsOf(socket, name) : makeDatabaseAt(socket, name)),
    kill: () => end('SIGKILL'),
    start,
    stop: async () => {
      await end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Makes a new database of a server; its settings. */
export async function makeDatabaseAt(socket: string, name: string): Promise<DatabaseSettings> {
  await query(socket, `create database \`${name}\` character set utf8mb4 collate utf8mb4_bin`);
  return settingsOf(socket, name);
}

function settingsOf(socket: string, name: string): DatabaseSettings {
  return { socket, name, user: 'root', password: '' };
}

async function waitForAnswer(socket: string): Promise<void> {
  for (let waited = 0; ; waited += 50) {
    try {
      if (existsSync(socket)) { await query(socket, 'select 1'); return; }
    } catch (error) {
      if (waited >= startTimeoutMilliseconds) throw error;
    }
    if (waited >= startTimeoutMilliseconds) throw new Error(`start mariadbd: no answer at "${socket}"`);
    await setTimeout(50);
  }
}

async function query(socketPath: string, text: string): Promise<void> {
  const connection = createConnection({ socketPath, user: 'root' });
  try {
    await new Promise<void>((resolve, reject) => { connection.query(text, (error) => { if (error === null) resolve(); else reject(error); }); });
  } finally {
    connection.destroy();
  }
}
