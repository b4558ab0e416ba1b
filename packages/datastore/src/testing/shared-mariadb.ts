import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeDatabaseAt, startMariadb, type MariadbServer } from './mariadb.ts';

/** Where the processes of a test run ask for the server that they share. */
const variable = 'BIGPANDA_TEST_MARIADB';

/** A server that tests make databases on; `stop` ends it when nobody else uses it. */
export type TestMariadb = Pick<MariadbServer, 'makeDatabase' | 'stop'>;

let count = 0;

/** The MariaDB server of the test run, or one of its own where there is none. */
export async function useMariadb(): Promise<TestMariadb> {
  const path = process.env[variable];
  if (path === undefined) return startMariadb();
  const asked = connect(path);
  let socket = '';
  asked.setEncoding('utf8').on('data', (part: string) => { socket += part; });
  await once(asked, 'end');
  if (socket === '') throw new Error('use the MariaDB server of the test run: it could not be started');
  return { makeDatabase: (name) => makeDatabaseAt(socket, `${name}_${process.pid}_${(count += 1)}`), stop: () => Promise.resolve() };
}

/** A folder that is there until the test run ends; `undefined` outside of one. */
export function findRunFolder(): string | undefined {
  const path = process.env[variable];
  return path === undefined ? undefined : dirname(path);
}

/** Lets the processes of a test run share one MariaDB server, started when the first of them asks for it. What it gives ends all. */
export async function shareMariadb(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'panda-shared-'));
  const path = join(folder, 'ask');
  let started: Promise<MariadbServer> | undefined;
  const door = createServer((asked) => {
    asked.on('error', () => undefined);
    started ??= startMariadb();
    started.then(({ socket }) => { asked.end(socket); }, () => { asked.end(); });
  });
  door.listen(path);
  await once(door, 'listening');
  process.env[variable] = path;
  return async () => {
    door.close();
    await (await started)?.stop();
    rmSync(folder, { recursive: true });
  };
}
