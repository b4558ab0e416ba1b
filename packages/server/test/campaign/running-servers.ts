import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mysqlDialect } from '@bigpanda/datastore/dialect/mysql';
import { sqliteDialect } from '@bigpanda/datastore/dialect/sqlite';
import { openDatabase, type DatabaseSettings, type PandaDatabase } from '@bigpanda/datastore';
import { startMariadb } from '@bigpanda/datastore/testing';
import { startProgram, type StartedProgram } from '@bigpanda/program/testing';

const main = new URL('../../src/main.ts', import.meta.url);

export type DatabaseName = 'sqlite' | 'mariadb';

/** panda-server processes on one database, which can be killed and started again. */
export interface RunningServers extends AsyncDisposable {
  readonly count: number;
  /** Where a server is now, `http://address:port`; `undefined` while it is down. */
  address(index: number): string | undefined;
  /** Ends a server as `kill -9` does. */
  killServer(index: number): Promise<void>;
  startServer(index: number): Promise<void>;
  /** Ends the database server as `kill -9` does, and starts it again after some time; nothing where there is none. */
  restartDatabase(downMilliseconds: number): Promise<void>;
  /** The same database, opened by whoever asks. */
  open(): Promise<PandaDatabase>;
}

/** Starts servers: one on an SQLite file, or several on a MariaDB server that keeps what it committed when it is killed. */
export async function startServers(name: DatabaseName): Promise<RunningServers> {
  const folder = mkdtempSync(join(tmpdir(), 'panda-campaign-'));
  const mariadb = name === 'mariadb' ? await startMariadb({ isDurable: true }) : undefined;
  const settings: DatabaseSettings = mariadb === undefined ? { path: join(folder, 'panda.db') } : await mariadb.makeDatabase('panda');
  const dialect = mariadb === undefined ? sqliteDialect : mysqlDialect;
  const configuration = join(folder, 'panda-server.toml');
  writeFileSync(configuration, ['listen = "127.0.0.1:0"', '[database]', `dialect = "${dialect.name}"`, ...Object.entries(settings).map(([key, value]) => `${key} = ${JSON.stringify(value)}`), '[cache]', `folder = "${join(folder, 'cache')}"`, ''].join('\n'));
  const servers: { program: StartedProgram; address: string | undefined }[] = [];
  const start = async (index: number): Promise<void> => {
    const program = startProgram(main, ['--config', configuration]);
    servers[index] = { program, address: await program.waitForAddress() };
  };
  const end = async (index: number, signal: NodeJS.Signals): Promise<void> => {
    const server = servers[index];
    if (server === undefined) return;
    server.program.stop(signal);
    server.address = undefined;
    await server.program.ended;
  };
  const count = mariadb === undefined ? 1 : 2;
  for (let index = 0; index < count; index += 1) await start(index);
  return {
    count,
    address: (index) => servers[index]?.address,
    killServer: (index) => end(index, 'SIGKILL'),
    startServer: start,
    restartDatabase: async (downMilliseconds) => {
      await mariadb?.kill();
      await new Promise((resolve) => { setTimeout(resolve, downMilliseconds); });
      await mariadb?.start();
    },
    open: () => openDatabase(dialect, settings, Date.now()),
    [Symbol.asyncDispose]: async () => {
      for (const index of servers.keys()) await end(index, 'SIGTERM');
      await mariadb?.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
