import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportSPKI, generateKeyPair, importJWK } from 'jose';
import { sqliteDialect } from '@bigpanda/datastore/dialect/sqlite';
import { changeSecrets, insertJobs, openDatabase, type PandaDatabase } from '@bigpanda/datastore';
import { startProgram } from '@bigpanda/program/testing';
import { makeJob } from '../server-under-test.ts';
import { audience, startIssuer, type TokenIssuer } from '@bigpanda/program/testing';
import { limits, type Tokens } from './hostile-requests.ts';

/** What belongs to somebody else: a job that waits, and a secret that no answer may hold. */
export const canary = { user: 'Bob Jones', secret: 'canary-3f9a1c' };

/** A panda-server process that takes tokens of an issuer, over a file with somebody else's job and secret. */
export interface AttackedServer extends AsyncDisposable {
  readonly port: number;
  readonly tokens: Tokens;
  readResidentBytes(): number;
  /** Stops the server as an operator does; what it printed, and the database and the files that it left. */
  stop(): Promise<{ readonly status: number | undefined; readonly log: string; readonly database: PandaDatabase; readonly cached: readonly string[]; readonly files: readonly string[] }>;
}

/** Starts it. */
export async function startAttackedServer(): Promise<AttackedServer> {
  const folder = mkdtempSync(join(tmpdir(), 'panda-hostile-'));
  const issuer = await startIssuer();
  const path = join(folder, 'panda.db');
  await plantCanary(path);
  mkdirSync(join(folder, 'cache'));
  const file = join(folder, 'panda-server.toml');
  writeFileSync(file, `listen = "127.0.0.1:0"
[database]
dialect = "sqlite"
path = "${path}"
[cache]
folder = "${join(folder, 'cache')}"
[limits]
max_body_bytes = ${limits.bodyBytes}
max_inflated_body_bytes = ${limits.inflatedBytes}
[[identity.tokens]]
vo = "lsst"
issuer = "${issuer.url}"
audience = "${audience}"
groups = [{ group = "lsst", role = "user" }, { group = "lsst/production", role = "production" }]
`);
  const program = startProgram(new URL('../../src/main.ts', import.meta.url), ['--config', file]);
  const { pid, address } = JSON.parse(await program.waitForLine('"msg":"listening"')) as { readonly pid: number; readonly address: string };
  return {
    port: Number(new URL(address).port),
    tokens: await makeTokens(issuer),
    readResidentBytes: () => Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024,
    stop: async () => {
      program.stop('SIGTERM');
      const { status, stdout, stderr } = await program.ended;
      return { status, log: stdout + stderr, database: await openDatabase(sqliteDialect, { path }, 0), cached: readdirSync(join(folder, 'cache')), files: readdirSync(folder) };
    },
    [Symbol.asyncDispose]: async () => {
      program.stop('SIGKILL');
      await program.ended;
      issuer.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

async function plantCanary(path: string): Promise<void> {
  const database = await openDatabase(sqliteDialect, { path }, 0);
  await insertJobs(database, [{ job: makeJob({ prodUserName: canary.user, prodUserID: `/CN=${canary.user}` }), states: ['defined', 'activated'] }], { time: '2026-11-22 12:00:00' });
  await changeSecrets(database, { owner: canary.user, time: '2026-11-22 12:00:00' }, () => ({ key: canary.secret }));
  await database.close();
}

/** Tokens that must be refused: expired, not yet good, forged, of another issuer or audience, or no tokens at all. */
async function makeTokens({ url, sign, publicKey }: TokenIssuer): Promise<Tokens> {
  const hours = (count: number): number => Math.floor(Date.now() / 1000) + 3600 * count;
  const other = (await generateKeyPair('RS256')).privateKey;
  const shared = Buffer.from(await exportSPKI((await importJWK({ ...publicKey, ext: true }, 'RS256')) as Parameters<typeof exportSPKI>[0]));
  const good = await sign({ exp: hours(3) });
  const [, payload = '', signature = ''] = good.split('.');
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const bad = [
    await sign({ exp: hours(-1) }), await sign({ exp: undefined }), await sign({ nbf: hours(1), exp: hours(2) }), await sign({ aud: 'https://evil.test' }), await sign({ aud: undefined }), await sign({ iss: 'https://evil.test' }),
    await sign({}, {}, other), await sign({}, { kid: 'key-2' }, other), await sign({}, { kid: '../../etc/passwd' }), await sign({ groups: ['atlas'] }), await sign({ name: '/CN=Manager' }), await sign({ name: 7, sub: undefined }),
    await sign({}, { alg: 'HS256' }, createSecretKey(shared)), await sign({}, { alg: 'ES256' }, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
    `${encode({ alg: 'none' })}.${payload}.`, `${encode({ alg: 'RS256', kid: 'key-1', jku: `${url}/evil` })}.${payload}.${signature}`, `${encode({ alg: 'RS256', kid: 'key-1' })}.${encode({ iss: url, aud: audience, exp: hours(2), name: 'Ann', groups: ['lsst'] })}.${signature}`,
    'a.b.c', '..', `${'a'.repeat(13_000)}.b.c`, "' or 1=1 --",
  ];
  return { good, production: await sign({ exp: hours(3), groups: ['lsst/production'] }), bad: [...bad.map((token) => `Bearer ${token}`), good, `Basic ${good}`, 'Bearer', `Bearer ${good} ${good}`] };
}
