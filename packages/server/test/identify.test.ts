import { generateKeyPairSync, createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Connection } from '@bigpanda/program';
import { configurationSchema, createIdentify, type Configuration, type Identity } from '../src/index.ts';
import { temporaryFolder } from './server-under-test.ts';
import { audience, startIssuer, type TokenIssuer } from '@bigpanda/program/testing';

type Headers = readonly (readonly [string, string])[];

const plain: Connection = { address: '192.0.2.1', isSecure: false, certificate: undefined, countHeader: () => 1 };

async function identifyAs(settings: object, headers: Headers = [], connection: Partial<Connection> = {}): Promise<Identity> {
  const configuration: Configuration = configurationSchema.parse(settings);
  return createIdentify(configuration, Date.now)(new Request('http://server/', { headers: new Headers(headers.map(([name, value]) => [name, value])) }), {
    ...plain,
    countHeader: (wanted) => headers.filter(([name]) => name === wanted).length,
    ...connection,
  });
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

let issuer: TokenIssuer;
let settings: { readonly identity: { readonly tokens: readonly object[] } };

const policy = (changes: object = {}): { readonly identity: { readonly tokens: readonly object[] } } => ({
  identity: { tokens: [{ vo: 'lsst', issuer: issuer.url, audience, groups: [{ group: 'lsst', role: 'user' }, { group: '/lsst/pilots', role: 'pilot' }, { group: 'lsst/prod', role: 'production' }], ...changes }] },
});

beforeAll(async () => {
  issuer = await startIssuer();
  settings = policy();
});
beforeEach(() => { issuer.answerWith(200); });
afterAll(() => { issuer.stop(); });

const bearer = async (token: string | Promise<string>, origin = 'lsst'): Promise<Headers> => [['authorization', `Bearer ${await token}`], ['origin', origin]];

describe('a token', () => {
  it('tells name, VO and the roles that its groups give', async () => {
    expect(await identifyAs(settings, await bearer(issuer.sign()))).toEqual({
      dn: 'Ann Smith', name: 'Ann Smith', vo: 'lsst', fqans: ['/lsst/Role=user', '/lsst/Role=pilot'], isKnown: true, hasPilotRole: true, hasProductionRole: false, productionGroups: [],
    });
  });

  it.each(['lsst.production', 'lsst:production'])('asks for one role by Origin %s, and has then no other', async (origin) => {
    expect(await identifyAs(settings, await bearer(issuer.sign({ groups: ['/lsst/prod', '/lsst/pilots'] }), origin))).toMatchObject({ fqans: ['/lsst/Role=production'], hasProductionRole: true });
    await expect(identifyAs(settings, await bearer(issuer.sign(), origin))).rejects.toMatchObject({ status: 403, message: 'Token authentication failed. the groups of the token do not give the role "production"' });
  });

  it('tells groups by "wlcg.groups", and a robot by its subject', async () => {
    expect(await identifyAs(settings, await bearer(issuer.sign({ groups: undefined, 'wlcg.groups': ['/lsst/pilots'], name: undefined })))).toMatchObject({ dn: 'a1', hasPilotRole: true, fqans: ['/lsst/Role=pilot'] });
  });

  it('needs no groups where the configuration gives none a role', async () => {
    expect(await identifyAs(policy({ groups: [] }), await bearer(issuer.sign({ groups: undefined })))).toMatchObject({ isKnown: true, hasPilotRole: false, hasProductionRole: false });
  });

  it('is believed by keys in a file, without asking anybody', async () => {
    const keys = join(temporaryFolder(), 'keys.json');
    writeFileSync(keys, JSON.stringify({ keys: [issuer.publicKey] }));
    issuer.answerWith(500);
    expect(await identifyAs(policy({ keys }), await bearer(issuer.sign()))).toMatchObject({ name: 'Ann Smith' });
    writeFileSync(keys, '{}');
    await expect(identifyAs(policy({ keys }))).rejects.toMatchObject({ code: 'CONFIGURATION_INVALID', exitStatus: 2 });
  });

  it('makes the issuer be asked once for many', async () => {
    issuer.asked.clear();
    const identify = createIdentify(configurationSchema.parse(settings), Date.now);
    const headers = new Headers([...(await bearer(issuer.sign()))].map(([name, value]) => [name, value]));
    for (let count = 0; count < 20; count += 1) await identify(new Request('http://server/', { headers }), plain);
    expect(Object.fromEntries(issuer.asked)).toEqual({ '/.well-known/openid-configuration': 1, '/keys': 1 });
  });

  it('is believed by a new key of its issuer, which is asked for it twice a minute at most, whatever keys are named', async () => {
    const rotating = await startIssuer();
    onTestFinished(() => { rotating.stop(); });
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => { vi.useRealTimers(); });
    const identify = createIdentify(configurationSchema.parse({ identity: { tokens: [{ vo: 'lsst', issuer: rotating.url, audience }] } }), Date.now);
    const send = async (token: Promise<string>): Promise<Identity> => identify(new Request('http://server/', { headers: new Headers((await bearer(token)).map(([name, value]) => [name, value])) }), plain);
    expect(await send(rotating.sign())).toMatchObject({ name: 'Ann Smith' });
    const key = await rotating.rotate('key-2');
    for (let count = 0; count < 20; count += 1) await expect(send(rotating.sign({}, { kid: `key-${count + 5}` }))).rejects.toMatchObject({ status: 403 });
    expect(rotating.asked.get('/keys')).toBe(1);
    vi.setSystemTime(Date.now() + 31_000);
    expect(await send(rotating.sign({}, { kid: 'key-2' }, key))).toMatchObject({ name: 'Ann Smith' });
    await expect(send(rotating.sign())).rejects.toMatchObject({ status: 403 });
    expect(rotating.asked.get('/keys')).toBe(2);
  });

  it('is refused with status 503 and Retry-After while its issuer does not answer, and taken again after', async () => {
    let now = Date.now();
    const identify = createIdentify(configurationSchema.parse(settings), () => now);
    const request = new Request('http://server/', { headers: new Headers([...(await bearer(issuer.sign()))].map(([name, value]) => [name, value])) });
    issuer.answerWith(500);
    await expect(identify(request, plain)).rejects.toMatchObject({ status: 503, code: 'KEYS_UNAVAILABLE', headers: { 'retry-after': '10' } });
    issuer.answerWith(200);
    await expect(identify(request, plain)).rejects.toMatchObject({ status: 503 });
    now += 11_000;
    expect(await identify(request, plain)).toMatchObject({ name: 'Ann Smith' });
  });

  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const seconds = (fromNow: number): number => Math.floor(Date.now() / 1000) + fromNow;
  const publicPem = (): Buffer => Buffer.from(JSON.stringify(issuer.publicKey));
  const hmacToken = (): string => {
    const text = `${encode({ alg: 'HS256', kid: 'key-1' })}.${encode({ iss: issuer.url, aud: audience, name: 'x', exp: seconds(60), groups: ['lsst/prod'] })}`;
    return `${text}.${createHmac('sha256', publicPem()).update(text).digest('base64url')}`;
  };
  const hostile: readonly (readonly [string, () => Promise<string> | string, string])[] = [
    ['that has expired', () => issuer.sign({ exp: seconds(-60) }), 'the token has expired'],
    ['without an end', () => issuer.sign({ exp: undefined }), 'the claim "exp" is missing or wrong'],
    ['that is not valid yet', () => issuer.sign({ nbf: seconds(600) }), 'the claim "nbf" is missing or wrong'],
    ['for another audience', () => issuer.sign({ aud: 'https://other.test' }), 'the claim "aud" is missing or wrong'],
    ['for no audience', () => issuer.sign({ aud: undefined }), 'the claim "aud" is missing or wrong'],
    ['of another issuer', () => issuer.sign({ iss: 'https://other.test' }), 'the issuer of the token is not one of those that are believed'],
    ['of no issuer', () => issuer.sign({ iss: undefined }), 'the issuer of the token is not one of those that are believed'],
    ['signed with another key', () => issuer.sign({}, {}, stranger), 'the signature is not of the issuer'],
    ['that names an unknown key', () => issuer.sign({}, { kid: 'key-2' }), 'the signature is not of the issuer'],
    ['whose claims were changed', async () => (await issuer.sign()).split('.').with(1, encode({ iss: issuer.url, aud: audience, name: 'root', exp: seconds(60), groups: ['lsst/prod'] })).join('.'), 'the signature is not of the issuer'],
    ['with algorithm none', () => `${encode({ alg: 'none' })}.${encode({ iss: issuer.url, aud: audience, exp: seconds(60) })}.`, 'the algorithm of the signature is not allowed'],
    ['signed with the public key as a shared secret', hmacToken, 'the algorithm of the signature is not allowed'],
    ['without its signature', async () => (await issuer.sign()).replace(/[^.]*$/, ''), 'the signature is not of the issuer'],
    ['of no group', () => issuer.sign({ groups: ['atlas'] }), 'the token is of no group that VO "lsst" gives a role'],
    ['whose groups are no list', () => issuer.sign({ groups: 'lsst' }), 'the token is of no group that VO "lsst" gives a role'],
    ['named like a certificate', () => issuer.sign({ name: '/DC=org/CN=Manager' }), 'the name in the token could be taken for a distinguished name, or is too long'],
    ['named with a line break', () => issuer.sign({ name: 'a\nb' }), 'the name in the token could be taken for a distinguished name, or is too long'],
    ['named for ever', () => issuer.sign({ name: 'n'.repeat(201) }), 'the name in the token could be taken for a distinguished name, or is too long'],
    ['named by nothing', () => issuer.sign({ name: 5, sub: undefined }), 'the token names nobody'],
    ['that is huge', () => `${'a'.repeat(5000)}.${'b'.repeat(7000)}.c`, 'the token is longer than 12000 characters'],
    ['that is no JSON', () => 'a.b.c', 'the token cannot be read'],
    ['that is no token', () => 'x', 'Authorization holds no JSON Web Token, wanted "Bearer <token>"'],
  ];

  it.each(hostile)('%s is refused with status 403', async (_, make, reason) => {
    await expect(identifyAs(settings, await bearer(make()))).rejects.toMatchObject({ code: 'TOKEN_REFUSED', status: 403, message: `Token authentication failed. ${reason}` });
  });

  it.each<readonly [string, (good: Headers) => Headers, string]>([
    ['no Origin', ([first]) => (first === undefined ? [] : [first]), 'Origin is missing, wanted "<vo>" or "<vo>.<role>"'],
    ['a URL as Origin', ([first]) => (first === undefined ? [] : [first, ['origin', 'https://lsst']]), 'Origin is not "<vo>" or "<vo>.<role>"'],
    ['another VO as Origin', ([first]) => (first === undefined ? [] : [first, ['origin', 'atlas']]), 'Origin names no VO that this server takes tokens for'],
    ['two tokens', (good) => [...good, ['authorization', 'Bearer a.b.c']], 'Authorization '],
    ['two Origins', (good) => [...good, ['origin', 'lsst']], 'Origin '],
    ['a password', () => [['authorization', 'Basic YTpi'], ['origin', 'lsst']], 'Authorization holds no JSON Web Token'],
  ])('with %s is refused with status 403', async (_, change, reason) => {
    await expect(identifyAs(settings, change(await bearer(issuer.sign())))).rejects.toMatchObject({ status: 403, message: expect.stringContaining(reason) });
  });

  it('is refused where the server takes none, and passed over where everybody may do everything', async () => {
    await expect(identifyAs({ identity: { anyone: false } }, await bearer('a.b.c'))).rejects.toMatchObject({ message: 'Token authentication failed. this server takes no tokens' });
    expect(await identifyAs({}, await bearer('a.b.c'))).toMatchObject({ name: 'anonymous', hasProductionRole: true });
  });
});

describe('identity headers', () => {
  const proxy = { identity: { proxy: { addresses: ['10.0.0.5', '10.0.1.0/24', '2001:db8::/32'] }, production: ['/DC=org/CN=Manager'] } };
  const headers: Headers = [['x-client-dn', '/DC=org/CN=Ann/CN=proxy'], ['x-client-fqans', '/atlas/Role=production /atlas/higgs/Role=production']];

  it.each(['10.0.0.5', '10.0.1.77', '2001:db8::1'])('are believed from the front proxy at %s', async (address) => {
    expect(await identifyAs(proxy, headers, { address })).toEqual({
      dn: '/DC=org/CN=Ann', name: 'Ann', vo: 'atlas', fqans: ['/atlas/Role=production', '/atlas/higgs/Role=production'], isKnown: true, hasProductionRole: true, hasPilotRole: true, productionGroups: ['higgs'],
    });
  });

  it.each(['10.0.0.6', '10.0.2.1', '127.0.0.1', '2001:db9::1', undefined])('mean nothing from %s', async (address) => {
    expect(await identifyAs(proxy, headers, { address })).toMatchObject({ isKnown: false });
  });

  it('mean nothing where no front proxy is configured', async () => {
    expect(await identifyAs({ identity: { anyone: false } }, headers, { address: '127.0.0.1' })).toMatchObject({ isKnown: false, fqans: [] });
  });

  it('tell nothing when they are empty', async () => {
    expect(await identifyAs(proxy, [['x-client-dn', '(null)']], { address: '10.0.0.5' })).toMatchObject({ isKnown: false });
  });

  it.each<readonly [string, Headers]>([
    ['sent twice', [['x-client-dn', '/CN=Ann'], ['x-client-dn', '/DC=org/CN=Manager']]],
    ['with FQANs sent twice', [...headers, ['x-client-fqans', '/cms/Role=production']]],
    ['of another form', [['x-client-dn', 'CN=Ann,DC=org']]],
    ['of a limited proxy', [['x-client-dn', '/DC=org/CN=Manager/CN=limited proxy']]],
    ['that never end', [['x-client-dn', `/CN=${'a'.repeat(1100)}`]]],
  ])('%s are refused with status 403 though they come from the front proxy', async (_, sent) => {
    await expect(identifyAs(proxy, sent, { address: '10.0.0.5' })).rejects.toMatchObject({ status: 403, code: 'IDENTITY_REFUSED' });
  });
});

describe('who tells nothing of themselves', () => {
  it.each<readonly [string, object, Partial<Connection>, boolean]>([
    ['may do everything where the server listens on loopback and knows nobody', {}, {}, true],
    ['may do nothing where it listens elsewhere', { listen: '0.0.0.0:25080' }, {}, false],
    ['may do everything where the configuration says so', { listen: '0.0.0.0:25080', identity: { anyone: true } }, {}, true],
    ['may do nothing inside TLS though the configuration says so', { identity: { anyone: true } }, { isSecure: true }, false],
    ['may do nothing where the server has a certificate', { tls: { certificate: '/c', key: '/k' } }, {}, false],
    ['may do nothing where a front proxy is configured', { identity: { proxy: { addresses: ['127.0.0.1'] } } }, {}, false],
    ['may do nothing where tokens are taken', { identity: { tokens: [{ vo: 'v', issuer: 'https://x', audience: 'y' }] } }, {}, false],
  ])('%s', async (_, given, connection, may) => {
    expect((await identifyAs(given, [], connection)).hasProductionRole).toBe(may);
  });
});

describe('the configuration of identity', () => {
  it.each<readonly [string, object, RegExp]>([
    ['an issuer without https', { identity: { tokens: [{ vo: 'v', issuer: 'http://issuer.org', audience: 'a' }] } }, /an https URL/],
    ['a token without audience', { identity: { tokens: [{ vo: 'v', issuer: 'https://issuer.org' }] } }, /a text, or a list of them/],
    ['a network that is none', { identity: { proxy: { addresses: ['10.0.0.0/33'] } } }, /a network such as/],
    ['a certificate without key', { tls: { certificate: '/c' } }, /certificate and key, or neither/],
    ['client authorities without certificate', { tls: { client_authorities: '/c' } }, /certificate and key where/],
  ])('refuses %s', (_, given, words) => {
    expect(JSON.stringify(configurationSchema.safeParse(given).error?.issues)).toMatch(words);
  });
});
