import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { functionTable } from '../../src/index.ts';

/** What is sent, and what may come back. */
export interface HostileRequest {
  readonly kind: string;
  readonly method: 'GET' | 'POST';
  /** With the query string, as it goes on the wire. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Ends the connection after so many bytes of the body. */
  readonly breakAfterBytes?: number;
  /** Statuses that are a documented refusal, or a good answer to what happened to stay good. */
  readonly statuses: readonly number[];
  /** What the body must begin with, where there is one answer alone. */
  readonly answer?: RegExp;
}

/** Limits of the server that is attacked. */
export const limits = { bodyBytes: 256 * 1024, inflatedBytes: 512 * 1024 };

/** Tokens: one that is good, and ones that are not, each with why. */
export interface Tokens {
  /** Of a user, and of the same one with the production role. */
  readonly good: string;
  readonly production: string;
  readonly bad: readonly string[];
}

export type Random = () => number;

const fixtures = ['jobs-2014.protocol0', 'jobs-2014.protocol2', 'jobs-head.protocol0', 'jobs-head.protocol2'].map((name) => readFileSync(new URL(`../fixtures/pickle/${name}.pickle`, import.meta.url)));
const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** A refusal of the legacy API, a pickled or urlencoded answer, or an object of api/v1; never the name of an error of JavaScript; 302 to a file of the cache. */
const anyAnswer = [200, 302, 400, 403, 404, 405, 413, 415, 500] as const;

const pickles = [
  Buffer.from('cos\nsystem\n(S\'touch /tmp/panda-was-here\'\ntR.'), Buffer.from('c__builtin__\neval\n(S\'1\'\ntR.'), Buffer.from('\x80\x02cposix\nsystem\nU\x02id\x85R.', 'latin1'),
  Buffer.from(`${'('.repeat(100_000)}.`), Buffer.from(`${'(l'.repeat(50_000)}.`), Buffer.from(`]q\x00${'h\x00a'.repeat(30_000)}.`, 'latin1'), Buffer.from('\x80\x02\x8b\xff\xff\xff\x7f', 'latin1'), Buffer.from(`L${'9'.repeat(100_000)}L\n.`),
  Buffer.from('(dp0\nS\'__proto__\'\np1\n(dp2\nS\'polluted\'\nI1\nss.'), Buffer.from('T\xff\xff\xff\x7fabc.', 'latin1'), Buffer.from('(i__main__\nX\n.'), Buffer.alloc(0), Buffer.from('.'), Buffer.from('N.'),
];

const evilTexts = [
  "' or 1=1 --", "'; drop table jobsactive4; --", '" or ""="', '1;delete from users', "x' union select STATUS from users --", '%', '_', '\\', '0x31', "'/*", '`', '$(touch /tmp/panda-was-here)', '; touch /tmp/panda-was-here',
  'a\r\nSet-Cookie: evil=1', 'a\nX-Evil: 1', '../../../etc/passwd', '/etc/passwd', '\u0000', '\ud800', '\u202e', 'é'.repeat(500), 'x'.repeat(20_000), '-1', '1e309', 'NaN', '99999999999999999999', '1.5', '[', '{', '[[[[', '{"__proto__":{"polluted":1}}', '["a",{"b":[null]}]', 'null', 'None', 'True', '',
];

const fileNames = [
  '../evil', '../../panda.db', '/etc/cron.d/evil', '..', '.', '.hidden', 'a/b', 'a\\b', '..\\..\\evil', 'a\u0000b', 'x'.repeat(300), 'a b', 'ａ', 'evil\r\nX-Evil: 1', 'C:\\evil', 'a..b', '%2e%2e%2fevil', 'con;rm -rf', '$(id)', '`id`', '"quoted"', '',
];

/** What is kept of names with folders: their last part, which stays in the cache. */
export const keptNames: ReadonlySet<string> = new Set(fileNames.filter((name) => name.includes('/')).map((name) => name.slice(name.lastIndexOf('/') + 1)));

const cachePaths = ['../panda.db', '..%2fpanda.db', '%2e%2e/panda.db', '%2e%2e%2fpanda.db', '..%5cpanda.db', '....//panda.db', '%00', 'a%00b', '/etc/passwd', '%2fetc%2fpasswd', 'schedconfig/../../panda.db', 'schedconfig/%2e%2e%2f%2e%2e%2fpanda.db.all.json', '%', '%zz', '%c0%ae%c0%ae/', '?', '#', "' or 1=1"];

const hosts = ['evil.example"><script>', 'a b', '[', '[::', 'x:99999', 'x:-1', '127.0.0.1:80:80', '%00', 'user@evil', '\u00e9', '?', '#', '..', '', 'x'.repeat(8_000)];

/** Each kind of attack, as a function of chance. */
const kinds: Readonly<Record<string, (random: Random, tokens: Tokens) => Omit<HostileRequest, 'kind'>>> = {
  'mutated pickle': (random, { good }) => post(`/server/panda/${pick(random, ['submitJobs', 'getJobStatus', 'killJobs', 'getStatus', 'getSlimmedFileInfoPandaIDs', 'getFullJobStatus', 'checkSandboxFile'])}`, encode([[pick(random, ['jobs', 'ids']), mutate(random, pick(random, fixtures))]]), signed(good)),
  'mutated submission': (random, { production }) => post('/server/panda/submitJobs', encode([['jobs', mutate(random, pick(random, fixtures), 3)]]), signed(production)),
  'evil pickle': (random, { good }) => post(`/server/panda/${pick(random, ['submitJobs', 'getJobStatus', 'killJobs'])}`, encode([['jobs', pick(random, pickles)], ['ids', pick(random, pickles)]]), signed(good)),
  'legacy form': (random, tokens) => post(`/server/panda/${encodeURIComponent(pick(random, legacyNames))}`, evilForm(random), pick(random, [{}, signed(tokens.good)])),
  'api form': (random, tokens) => post(`/api/v1/${pick(random, apiPaths)}`, evilForm(random), pick(random, [{}, signed(tokens.good)])),
  'api JSON': (random, tokens) => ({ ...post(`/api/v1/${pick(random, apiPaths)}`, evilJson(random), pick(random, [{}, signed(tokens.good)])), headers: { 'content-type': 'application/json', ...pick(random, [{}, signed(tokens.good)]) } }),
  'legacy JSON': (random, { good }) => ({ ...post(`/server/panda/${encodeURIComponent(pick(random, legacyNames))}`, evilJson(random), {}), headers: { 'content-type': 'application/json', ...signed(good) } }),
  'query string': (random) => ({ method: 'GET', path: `/server/panda/${pick(random, legacyNames)}?${evilForm(random).toString('latin1').replaceAll(/[^\x21-\x7e]/g, '%').slice(0, 6_000)}`, headers: {}, statuses: anyAnswer }),
  'unknown method': (random) => ({ method: 'GET', path: `/server/panda/${encodeURIComponent(pick(random, evilTexts.filter((text) => text !== '\ud800' && text.length < 2_000 && text !== ''))).replaceAll('%2F', 'x')}`, headers: {}, statuses: [200, 404], answer: /^(False : |not found)/ }),
  'gzip bomb': (random, { good }) => ({ ...post('/server/panda/submitJobs', pick(random, bombs), signed(good)), statuses: [413], answer: /^ERROR : inflate request body: more than \d+ bytes/ }),
  'broken gzip': (random, { good }) => ({ ...post('/server/panda/submitJobs', brokenGzip(random), signed(good)), statuses: [400, 413], answer: /^ERROR : inflate request body: / }),
  'oversized body': (random, { good }) => ({ ...post('/server/panda/submitJobs', Buffer.alloc(limits.bodyBytes + 1 + Math.floor(random() * 1_000), 'a'), signed(good)), statuses: [413], answer: /^ERROR : request body is larger than / }),
  'oversized chunks': (random, { good }) => ({ ...post('/server/panda/submitJobs', chunked(Buffer.alloc(limits.bodyBytes + 1 + Math.floor(random() * 100_000), 'a')), { ...signed(good), 'transfer-encoding': 'chunked' }), statuses: [413], answer: /^ERROR : request body is larger than / }),
  'broken chunks': (random, { good }) => ({ ...post('/server/panda/submitJobs', Buffer.from(pick(random, ['zz\r\nabc\r\n', '-5\r\nabc', 'ffffffffffffffff\r\na', '5\r\nab\r\n0\r\n\r\n', '0\r\nX-Evil: 1\r\n', '5;ext="\r\nabcde\r\n'])), { ...signed(good), 'transfer-encoding': 'chunked' }), breakAfterBytes: 100, statuses: [] }),
  'two lengths': (_, { good }) => ({ ...post('/server/panda/submitJobs', Buffer.from('0\r\n\r\nGET /server/panda/isAlive HTTP/1.1\r\n\r\n'), { ...signed(good), 'content-length': '41', 'transfer-encoding': 'chunked' }), statuses: [400] }),
  'half-sent body': (random, { good }) => ({ ...post('/server/panda/submitJobs', Buffer.alloc(50_000, 'jobs=['), signed(good)), breakAfterBytes: Math.floor(random() * 40_000), statuses: [] }),
  'too many parameters': () => ({ ...post('/server/panda/isAlive', Buffer.from('&a=1'.repeat(2_000)), {}), statuses: [400], answer: /^ERROR : read parameters: more than 1000/ }),
  'unknown encoding': () => ({ ...post('/server/panda/isAlive', Buffer.from('a=1'), { 'content-encoding': 'br' }), statuses: [415], answer: /^ERROR : read request body: its Content-Encoding is "br"/ }),
  'other verb': (random) => ({ method: pick(random, ['PUT', 'DELETE', 'OPTIONS', 'PATCH', 'HEAD', 'PROPFIND']) as 'GET', path: '/server/panda/isAlive', headers: {}, statuses: [405] }),
  'upload name': (random, { good }) => upload(random, pick(random, fileNames), good),
  'cache path': (random) => ({ method: 'GET', path: `/${pick(random, ['cache', 'cscache'])}/${pick(random, cachePaths)}`, headers: {}, statuses: [200, 400, 404], answer: /^(not found|\{|$)/ }),
  'hostile header': (random) => ({ method: 'GET', path: '/server/panda/getServer', headers: { host: pick(random, hosts.filter((host) => /^[\x20-\x7e]*$/.test(host))), 'x-request-id': pick(random, ['a b', '<script>', 'x'.repeat(500), "'", '../x']), 'x-forwarded-for': '127.0.0.1', 'x-client-dn': '/CN=Manager' }, statuses: [200, 400] }),
  'bad token': (random, { bad }) => ({ ...post(`/server/panda/${pick(random, ['submitJobs', 'isAlive', 'getJob', 'killJobs'])}`, encode([['jobs', pick(random, fixtures)]]), { origin: 'lsst', authorization: pick(random, bad) }), statuses: [403], answer: /^ERROR : Token authentication failed\. / }),
  'bad origin': (random, { good }) => ({ ...post('/server/panda/submitJobs', encode([['jobs', pick(random, fixtures)]]), { origin: pick(random, ['atlas', 'lsst.production', '', "lsst' or 1=1", 'lsst.pilot.x']), authorization: `Bearer ${good}` }), statuses: [403], answer: /^ERROR : Token authentication failed\. / }),
  'no identity': (random) => ({ ...post(`/server/panda/${pick(random, ['submitJobs', 'killJobs', 'getJob', 'updateJob', 'putFile', 'insertTaskParams', 'reassignJobs'])}`, encode([['jobs', pick(random, fixtures)], ['ids', Buffer.from('[1]')], ['siteName', Buffer.from('S')]]), {}), statuses: [200], answer: /^(ERROR: SSL connection is required|StatusCode=40&|\(I100\nS'secure connection is required')/ }),
};

/** The names of all kinds. */
export const hostileKinds = Object.keys(kinds);

const legacyNames = functionTable.flatMap(({ legacyName, access }) => (legacyName === undefined || access === 'pilot' || access === 'production' ? [] : [legacyName]));
const apiPaths = functionTable.flatMap(({ apiPath, apiAccess }) => (apiPath === undefined || apiAccess === 'pilot' || apiAccess === 'production' ? [] : [apiPath]));
const bombs = [gzipSync(Buffer.alloc(60_000_000)), gzipSync(Buffer.alloc(limits.inflatedBytes + 1, 'a')), Buffer.concat([gzipSync(Buffer.alloc(limits.inflatedBytes, 'a')), gzipSync(Buffer.alloc(limits.inflatedBytes, 'b'))])];

/** One attack of a kind. */
export function makeHostileRequest(kind: string, random: Random, tokens: Tokens): HostileRequest {
  const make = kinds[kind];
  if (make === undefined) throw new Error(`no kind "${kind}"`);
  return { kind, ...make(random, tokens) };
}

function post(path: string, body: Buffer, headers: Readonly<Record<string, string>>): Omit<HostileRequest, 'kind'> {
  return { method: 'POST', path, body, headers: { ...form, ...headers }, statuses: anyAnswer };
}

function signed(token: string): Record<string, string> {
  return { origin: 'lsst', authorization: `Bearer ${token}` };
}

function upload(random: Random, name: string, token: string): Omit<HostileRequest, 'kind'> {
  const boundary = 'x7x7x';
  const body = Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n${'z'.repeat(Math.floor(random() * 100))}\r\n--${boundary}--\r\n`);
  return { ...post('/server/panda/putFile', body, { ...signed(token), 'content-type': `multipart/form-data; boundary=${boundary}` }), answer: name.includes('/') ? /^(True$|ERROR : |Cannot overwrite)/ : /^(ERROR : |Invalid file name|Cannot overwrite|no file was sent)/ };
}

function evilForm(random: Random): Buffer {
  const names = ['siteName', 'ids', 'jobs', 'jediTaskID', 'taskID', 'fileName', 'filename', 'dn', 'username', 'site', 'limit', 'nTasks', 'cloud', 'modificationTime', 'user', 'sourcetype', 'key', 'value', 'file_size', 'checksum', 'code', 'n_jobs', '__proto__', 'constructor', 'a]b['];
  const pairs = Array.from({ length: 1 + Math.floor(random() * 8) }, (): [string, Buffer] => [pick(random, names), Buffer.from(pick(random, evilTexts))]);
  const body = encode(pairs);
  return random() < 0.3 ? mutate(random, body) : body;
}

function evilJson(random: Random): Buffer {
  const values: readonly unknown[] = [...evilTexts, 1e308, -1, [], {}, [[[]]], { a: { b: null } }, null, true, [null], ['x'.repeat(1_000)], Array.from({ length: 6_000 }, (_, index) => index)];
  const names = ['nTasks', 'ids', 'job_ids', 'jobs', 'task_id', 'task_params', 'site', 'data', 'limit', '__proto__', 'fileName', 'siteName', 'jediTaskID', 'filters', 'since', 'key', 'value', 'code'];
  const body = Buffer.from(JSON.stringify(Object.fromEntries(Array.from({ length: 6 }, () => [pick(random, names), pick(random, values)]))));
  return random() < 0.3 ? mutate(random, body) : body;
}

function chunked(body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')]);
}

function brokenGzip(random: Random): Buffer {
  const good = gzipSync(Buffer.from('jobs=[]'));
  return Buffer.concat([good.subarray(0, 2 + Math.floor(random() * (good.length - 6))), Buffer.from([255])]);
}

/** Flips, cuts, doubles and replaces bytes. */
function mutate(random: Random, bytes: Buffer, most = 12): Buffer {
  const changed = Buffer.from(bytes);
  for (let count = Math.ceil(random() * most); count > 0 && changed.length > 0; count -= 1) changed[Math.floor(random() * changed.length)] = Math.floor(random() * 256);
  const [from, to] = [Math.floor(random() * changed.length), Math.floor(random() * changed.length)];
  const way = random();
  if (way < 0.2) return changed.subarray(0, from);
  return way < 0.4 ? Buffer.concat([changed.subarray(0, from), changed.subarray(to)]) : changed;
}

function encode(pairs: readonly (readonly [string, Buffer])[]): Buffer {
  return Buffer.from(pairs.map(([name, value]) => `${encodeURIComponent(name)}=${[...value].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')}`).join('&').slice(0, limits.bodyBytes));
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
