import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mysqlDialect } from '@bigpanda/datastore/dialect/mysql';
import { sqliteDialect } from '@bigpanda/datastore/dialect/sqlite';
import { insertJobs, openDatabase, tabulateSelection, type DatabaseDialect, type DatabaseSettings } from '@bigpanda/datastore';
import { useMariadb } from '@bigpanda/datastore/testing';
import { startProgram } from '@bigpanda/program/testing';
import { brokenMarkup, cacheAttacks, hostileTexts, markupAttacks, pathAttacks, protocolAttacks, sqlAttacks, type Attack } from './attacks.ts';
import { makeJob, temporaryFolder, type EndList } from './monitor-under-test.ts';
import { getRequest, holdConnection, sendRaw } from './raw-request.ts';

const groups: readonly (readonly [string, readonly Attack[]])[] = [['markup in addresses', markupAttacks], ['SQL in addresses', sqlAttacks], ['caches and hosts', cacheAttacks], ['paths and long addresses', pathAttacks], ['verbs and unclear requests', protocolAttacks]];

/** What has to be done at the end: a hook that begins while another one runs would never be called. */
const ends: (() => void | Promise<void>)[] = [];
const atEnd: EndList = (end) => { ends.push(end); };

afterAll(async () => {
  const ended = await Promise.allSettled(ends.reverse().map(async (end) => end()));
  expect(ended.filter(({ status }) => status === 'rejected')).toEqual([]);
});

interface Attacked {
  readonly port: number;
  readonly dialect: DatabaseDialect;
  readonly settings: DatabaseSettings;
}

/** A running monitor on a database of jobs whose texts are hostile. */
async function attack(dialect: DatabaseDialect, settings: DatabaseSettings, table: string): Promise<Attacked> {
  const database = await openDatabase(dialect, settings, 0);
  await insertJobs(database, hostileTexts.map((text, index) => makeJob({ jobName: text, prodUserName: text.slice(0, 60), computingSite: index === 0 ? 'SITE1' : text, VO: 'lsst', jobParameters: text, jobDefinitionID: index })), { time: '2014-03-07 12:00:00' });
  await database.close();
  const folder = temporaryFolder(atEnd);
  const file = join(folder, 'bigpandamon.toml');
  writeFileSync(file, `listen = "127.0.0.1:0"\nstores.folder = "${join(folder, 'vo')}"\nhosts.names = ["monitor.test"]\n[database]\n${table}`);
  const program = startProgram(new URL('../src/main.ts', import.meta.url), ['--config', file, '--plugins', fileURLToPath(new URL('../../monitor-vo/', import.meta.url))]);
  atEnd(async () => {
    program.stop('SIGTERM');
    expect(await program.ended).toMatchObject({ status: 0, stderr: '' });
  });
  return { port: Number(new URL(await program.waitForAddress()).port), dialect, settings };
}

/** A database whose monitor has an account that may only read. */
async function attackMariadb(): Promise<Attacked> {
  const server = await useMariadb();
  atEnd(() => server.stop());
  const settings = await server.makeDatabase('attacked');
  const reader = `reader_${process.pid}`;
  execFileSync('mariadb', ['--no-defaults', `--socket=${settings.socket ?? ''}`, '--user=root', '--execute', `create user '${reader}'@'localhost' identified by 'read'; grant select on \`${settings.name ?? ''}\`.* to '${reader}'@'localhost'`]);
  return attack(mysqlDialect, settings, `dialect = "mysql"\nsocket = "${settings.socket ?? ''}"\nname = "${settings.name ?? ''}"\nuser = "${reader}"\npassword = "read"\n`);
}

async function countAll({ dialect, settings }: Attacked): Promise<number> {
  const database = await openDatabase(dialect, settings, 0);
  try {
    return (await tabulateSelection(database, { conditions: [] }, { by: [] }))[0]?.count ?? 0;
  } finally {
    await database.close();
  }
}

describe.each([['SQLite', () => { const path = join(temporaryFolder(atEnd), 'panda.db'); return attack(sqliteDialect, { path }, `path = "${path}"\n`); }], ['MariaDB, by an account that may only read', attackMariadb]] as const)('a monitor on %s', (_, start) => {
  let attacked: Attacked;
  beforeAll(async () => { attacked = await start(); }, 120_000);

  it.each(groups)('lets nothing through: %s', async (_group, attacks) => {
    for (const { name, request, statuses, check } of attacks) {
      const answer = await sendRaw(attacked.port, request);
      expect([name, answer.status]).toEqual([name, expect.toSatisfy((status: number) => statuses.includes(status))]);
      expect([name, check?.(answer)]).toEqual([name, undefined]);
      if (/html/.test(answer.headers.get('content-type') ?? '')) {
        expect([name, brokenMarkup.exec(answer.body)?.[0]]).toEqual([name, undefined]);
        expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';(?!.*unsafe)/);
        expect(answer.body).not.toMatch(/<script(?![^>]*\ssrc="\/static\/)|\sstyle=/);
      }
      expect([name, answer.milliseconds < 4_000]).toEqual([name, true]);
    }
  }, 120_000);

  it('writes what hostile jobs hold as text, in each form', async () => {
    for (const page of ['/', '/jobs/', '/job/2/', '/users/', '/sites/', '/errors/', '/lsst/', '/search/?q=alert']) {
      const html = await sendRaw(attacked.port, getRequest(page));
      expect([page, html.status, brokenMarkup.exec(html.body)?.[0]]).toEqual([page, 200, undefined]);
    }
    const json = await sendRaw(attacked.port, getRequest('/jobs/?json'));
    expect([json.headers.get('content-type'), json.headers.get('x-content-type-options')]).toEqual(['application/json', 'nosniff']);
  });

  it('answers others while hundreds of connections send slowly, read nothing, or wait', async () => {
    const slow = await Promise.all(Array.from({ length: 300 }, (__, index) => holdConnection(attacked.port, ['GET /jobs/ HTTP/1.1\r\nHost: mon', getRequest('/jobs/?limit=1000').repeat(3), 'POST /api/datatables/ HTTP/1.1\r\nHost: monitor.test\r\nContent-Length: 1000\r\n\r\na', ''][index % 4] ?? '')));
    const answer = await sendRaw(attacked.port, getRequest('/jobs/'));
    expect([answer.status, answer.milliseconds < 4_000]).toEqual([200, true]);
    for (const socket of slow) socket.destroy();
  });

  it('is healthy afterwards, with every row as it was', async () => {
    expect((await sendRaw(attacked.port, getRequest('/healthz'))).body).toContain('"status":"ok"');
    expect(await countAll(attacked)).toBe(hostileTexts.length);
  });
});
