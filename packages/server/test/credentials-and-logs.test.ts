import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createLog } from '@bigpanda/program';
import { stranger, type Identity } from '../src/index.ts';
import { expireSandboxes } from '../src/files/expire-sandboxes.ts';
import { startServer, type ServerUnderTest } from './server-under-test.ts';

const pilot: Identity = { ...stranger, isKnown: true, hasPilotRole: true, name: 'Pilot One', dn: '/DC=org/CN=Pilot One' };

function keep(server: ServerUnderTest, path: string, text: string): void {
  const file = join(server.cacheFolder, '..', path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

/** Lets the pilot have what the letters of `users.GRIDPREF` stand for. */
async function allow(server: ServerUnderTest, letters: string): Promise<void> {
  server.identity.current = pilot;
  await server.database.write((transaction) => transaction.insertInto('users').values({ ID: 1, NAME: pilot.name, GRIDPREF: letters, LASTMOD: '2014-03-07 12:00:00', FIRSTJOB: '2014-03-07 12:00:00', LATESTJOB: '2014-03-07 12:00:00' }).execute());
}

const upload = async (server: ServerUnderTest, method: string, file: File): Promise<string> => {
  const body = new FormData();
  body.set('file', file);
  return (await server.request(`/server/panda/${method}`, { method: 'POST', body })).text();
};

describe('getKeyPair', () => {
  it('gives a pair to who has the letter k, and to nobody else', async () => {
    const server = await startServer();
    keep(server, 'credentials/keys/os.pub', 'PUBLIC');
    keep(server, 'credentials/keys/os.key', 'PRIVATE');
    const names = { publicKeyName: 'os.pub', privateKeyName: 'os.key' };
    server.identity.current = pilot;
    expect(await server.postForFields('getKeyPair', names)).toMatchObject({ StatusCode: '70' });
    await allow(server, 'k');
    expect(await server.postForFields('getKeyPair', names)).toEqual({ StatusCode: '0', publicKey: 'PUBLIC', privateKey: 'PRIVATE' });
    for (const privateKeyName of ['none', '../keys/os.key', '../../p.db', '.']) expect(await server.postForFields('getKeyPair', { ...names, privateKeyName }), privateKeyName).toMatchObject({ StatusCode: '80' });
    server.identity.current = stranger;
    expect(await server.postForFields('getKeyPair', names)).toMatchObject({ StatusCode: '70' });
  });
});

describe('getProxy and get_access_token', () => {
  it('give the proxy of the sender or of who is named, and the token of a client for its key', async () => {
    const server = await startServer();
    keep(server, 'credentials/proxies/Pilot One', 'PROXY');
    keep(server, 'credentials/proxies/Ann Lee.production', 'PROXY OF ANN');
    keep(server, 'credentials/tokens/site', 'TOKEN\n');
    keep(server, 'credentials/token-keys/site', 'new\nold\n');
    await allow(server, 'pt');
    expect(await server.postForFields('getProxy', {})).toEqual({ StatusCode: '0', userProxy: 'PROXY' });
    expect(await server.postForFields('getProxy', { dn: '/DC=org/CN=Ann Lee', role: 'production' })).toEqual({ StatusCode: '0', userProxy: 'PROXY OF ANN' });
    expect(await server.postForFields('getProxy', { dn: '/DC=org/CN=Nobody' })).toMatchObject({ StatusCode: '90' });
    expect(await server.postForFields('get_token_key', { client_name: 'site' })).toEqual({ StatusCode: '0', tokenKey: 'new' });
    expect(await server.postForFields('get_access_token', { client_name: 'site', token_key: 'old' })).toEqual({ StatusCode: '0', userProxy: 'TOKEN' });
    expect(await server.postForFields('get_access_token', { client_name: 'site' })).toMatchObject({ StatusCode: '50' });
    const answer = await server.request('/api/v1/creds/get_access_token?client_name=site&token_key=new');
    expect(await answer.json()).toEqual({ success: true, message: '', data: { StatusCode: 0, userProxy: 'TOKEN' } });
  });
});

describe('logs', () => {
  it('grow by what pilots send, and are told from a byte on', async () => {
    const server = await startServer();
    expect(await upload(server, 'updateLog', new File([Buffer.from(deflateSync('one '))], 'PandaJob_1_stdout.txt'))).toBe('True');
    await upload(server, 'updateLog', new File([Buffer.from(deflateSync('two'))], 'PandaJob_1_stdout.txt'));
    expect(await server.post('fetchLog', { logName: 'PandaJob_1_stdout.txt', offset: '4' })).toBe(' two');
    expect(await server.post('fetchLog', { logName: '../../panda.db' })).toBe(' ');
    expect(await (await server.request('/api/v1/file_server/download_jedi_log?log_name=PandaJob_1_stdout.txt')).json()).toMatchObject({ success: true, data: 'one two' });
    expect(await upload(server, 'updateLog', new File([Buffer.from(deflateSync('x'.repeat(20_000)))], 'bomb'))).toContain('cannot be inflated');
    expect(await upload(server, 'updateLog', new File(['x'], 'no deflate'))).toContain('ERROR : keep log');
  });

  it('of tasks are replaced, and read as text', async () => {
    const server = await startServer();
    for (const text of ['first', 'second']) expect(await upload(server, 'uploadLog', new File([Buffer.from(gzipSync(text))], 'task.7'))).toBe('http://localhost/cache/jedilog/task.7');
    const answer = await server.request('/cache/jedilog/task.7');
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(Buffer.from(await answer.arrayBuffer()).equals(gzipSync('second'))).toBe(true);
  });
});

describe('files that pilots fetch', () => {
  it('are sent on to by getFile, and transformations lie below /trf/', async () => {
    const server = await startServer();
    keep(server, 'trf/user/runGen-00-00-02', '#!/usr/bin/env python');
    keep(server, 'secret', 'x');
    expect(await (await server.request('/trf/user/runGen-00-00-02')).text()).toBe('#!/usr/bin/env python');
    for (const path of ['/trf/none', '/trf/', '/trf/user', '/trf/..%2fsecret', '/trf/%2e%2e/secret', '/trf/user/../../secret']) expect((await server.request(path)).status, path).toBe(404);
    const sent = await server.request('/server/panda/getFile?fileName=a.tgz');
    expect([sent.status, sent.headers.get('location')]).toEqual([302, '/cache/a.tgz']);
  });
});

describe('expireSandboxes', () => {
  it('takes away what was not used for so many days, and forgets its checksum', async () => {
    const server = await startServer();
    for (const name of ['old.tgz', 'used.tgz']) await upload(server, 'putFile', new File(['same'], name));
    const days = 86_400;
    utimesSync(join(server.cacheFolder, 'old.tgz'), 0, server.clock.milliseconds / 1000 - 31 * days);
    utimesSync(join(server.cacheFolder, 'used.tgz'), 0, server.clock.milliseconds / 1000 - 29 * days);
    const context = { database: server.database, cacheFolder: server.cacheFolder, readClock: () => server.clock.milliseconds, log: createLog('panda-server', { level: 'silent' }), keepDays: 30 };
    expect(await expireSandboxes(context)).toBe(1);
    expect([(await server.request('/cache/old.tgz')).status, (await server.request('/cache/used.tgz')).status]).toEqual([404, 200]);
    expect((await server.database.sql.selectFrom('usercacheusage').select('FILENAME').execute()).map((row) => row.FILENAME)).toEqual(['used.tgz']);
    expect(await expireSandboxes({ ...context, cacheFolder: join(server.cacheFolder, 'none') })).toBe(0);
  });
});
