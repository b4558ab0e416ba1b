import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProgram, type StartedProgram } from '@bigpanda/program/testing';
import { writeDistinguishedName } from '@bigpanda/program';
import { makeAuthority, type CertificateAuthority, type IssueOptions, type KeyPair } from './certificate-authority.ts';
import { getSecurely, type SecureReply } from './secure-request.ts';

const clientUse = ['extendedKeyUsage=clientAuth'];

let ours: CertificateAuthority;
let other: CertificateAuthority;
let host: KeyPair;
let server: StartedProgram;
let addresses: { readonly address: string; readonly secureAddress: string };

async function start(authorities: string, tls = ''): Promise<StartedProgram> {
  const file = join(ours.folder, 'panda-server.toml');
  writeFileSync(file, `listen = "127.0.0.1:0"
[database]
dialect = "sqlite"
path = "${join(ours.folder, 'panda.db')}"
[tls]
listen = "127.0.0.1:0"
certificate = "${host.certFile}"
key = "${host.keyFile}"
client_authorities = "${authorities}"
${tls}
[identity]
production = ["/DC=test/CN=Manager *"]
pilots = ["/DC=test/CN=Pilot 1"]
`);
  const started = startProgram(new URL('../src/main.ts', import.meta.url), ['--config', file]);
  return started;
}

const ask = (path: string, identity?: Partial<KeyPair>): Promise<SecureReply> =>
  getSecurely(`${addresses.secureAddress}${path}`, { ca: host.cert, ...(identity === undefined ? {} : { cert: identity.cert, key: identity.key }), checkServerIdentity: () => undefined, rejectUnauthorized: false });

const issue = (options: IssueOptions): KeyPair => ours.issue({ extensions: clientUse, ...options });

function selfSigned(): KeyPair {
  const [certFile, keyFile] = ['ca.crt', 'ca.key'].map((file) => join(other.folder, file));
  return { certFile: certFile ?? '', keyFile: keyFile ?? '', cert: readFileSync(certFile ?? '', 'utf8'), key: readFileSync(keyFile ?? '', 'utf8') };
}

/** An RFC 3820 proxy certificate: what the user's own key signs. */
function issueProxy(): KeyPair {
  const user = issue({ subject: '/DC=test/CN=Manager of proxies' });
  const proxy = issue({ subject: '/DC=test/CN=Manager of proxies/CN=1' });
  const extensions = join(ours.folder, 'proxy.ext');
  writeFileSync(extensions, 'proxyCertInfo=critical,language:id-ppl-inheritAll\n');
  const file = join(ours.folder, 'proxy.pem');
  execFileSync('sh', ['-c', 'openssl req -new -key "$1" -subj "/DC=test/CN=Manager of proxies/CN=1" | openssl x509 -req -CA "$2" -CAkey "$3" -set_serial 7 -days 1 -extfile "$4" -out "$5"', 'sh', proxy.keyFile, user.certFile, user.keyFile, extensions, file], { stdio: ['ignore', 'ignore', 'pipe'] });
  const cert = readFileSync(file, 'utf8') + user.cert;
  return { ...proxy, cert };
}

beforeAll(async () => {
  ours = makeAuthority('Ours');
  other = makeAuthority('Ours');
  host = ours.issue({ subject: '/DC=test/CN=localhost', extensions: ['subjectAltName=DNS:localhost,IP:127.0.0.1'] });
  server = await start(ours.certFile);
  addresses = JSON.parse(await server.waitForLine('"msg":"listening"')) as typeof addresses;
}, 60_000);

afterAll(async () => {
  server.stop('SIGTERM');
  const { status, stderr } = await server.ended;
  expect([status, stderr]).toEqual([0, '']);
  ours.remove();
  other.remove();
});

describe('a client certificate', () => {
  it('tells who its holder is, in Apache\'s form, without the parts of proxies and numbers', async () => {
    const { status, text } = await ask('/server/panda/getAttr', issue({ subject: '/DC=test/O=Größe, "x"/CN=Ann Smith 123/CN=proxy' }));
    expect([status, text]).toEqual([200, 'SSL_CLIENT_S_DN : /DC=test/O=Größe, "x"/CN=Ann Smith 123\nPANDA_USER_NAME : Ann Smith\n']);
  });

  it.each([
    ['nothing', 'Ann', 'StatusCode=60', 'ERROR: production role is required'],
    ['pilot', 'Pilot 1', 'StatusCode=20', 'ERROR: production role is required'],
    ['no more than its whole name', 'Pilot 12', 'StatusCode=60', 'ERROR: production role is required'],
    ['production', 'Manager of day', 'StatusCode=20', 'I01\n.'],
  ])('gives a holder whose name the configuration gives %s just that', async (_, name, job, reassigned) => {
    const person = issue({ subject: `/DC=test/CN=${name}` });
    expect((await ask('/server/panda/getJob?siteName=S', person)).text).toMatch(new RegExp(`^${job}(&|$)`));
    expect((await ask('/server/panda/reassignJobs?ids=[]', person)).text).toContain(reassigned);
  });

  it('is not needed where no identity is, and missed where one is, also though the port is on loopback', async () => {
    expect(await ask('/server/panda/isAlive')).toEqual({ status: 200, text: 'alive=yes' });
    expect((await ask('/server/panda/submitJobs?jobs=[]')).text).toBe('ERROR: SSL connection is required');
    expect((await ask('/server/panda/getJob?siteName=S')).text).toMatch(/^StatusCode=40&/);
    expect(await (await fetch(`${addresses.address}/server/panda/submitJobs?jobs=[]`)).text()).toBe('ERROR: SSL connection is required');
    expect(JSON.parse((await ask('/api/v1/task/get_job_ids?task_id=1')).text)).toEqual({ success: false, message: 'SSL secure connection is required', data: null });
  });

  const refused: readonly (readonly [string, () => KeyPair, string])[] = [
    ['of another authority with the same name', () => other.issue({ subject: '/DC=test/CN=Manager of evil', extensions: clientUse }), 'The client certificate is not believed: UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['signed by itself', () => selfSigned(), 'The client certificate is not believed: '],
    ['that has expired', () => issue({ subject: '/DC=test/CN=Manager of old', days: -1 }), 'The client certificate is not believed: CERT_HAS_EXPIRED'],
    ['that is only for servers', () => ours.issue({ subject: '/DC=test/CN=Manager of hosts', extensions: ['extendedKeyUsage=serverAuth'] }), 'The client certificate is not believed: INVALID_PURPOSE'],
    ['signed by a user, as a proxy is', () => issueProxy(), 'The client certificate is not believed: '],
    ['of a limited proxy', () => issue({ subject: '/DC=test/CN=Ann/CN=limited proxy' }), 'The client certificate is a limited proxy'],
    ['whose one name looks like several', () => issue({ subject: '/DC=test/CN=Bob\\/CN=Manager of names' }), 'The name in the client certificate is ambiguous'],
    ['whose name holds a line break', () => issue({ subject: '/DC=test/CN=Bob\nCN=Manager of lines' }), 'The name in the client certificate is ambiguous'],
    ['without a name', () => ours.issue({ subject: '/', extensions: ['subjectAltName=critical,email:a@b', ...clientUse] }), 'The name in the client certificate is ambiguous'],
  ];

  it.each(refused)('%s is refused with status 403 by both APIs, and not taken for nobody', async (_, make, reason) => {
    const person = make();
    for (const path of ['/server/panda/getAttr', '/server/panda/isAlive', '/api/v1/system/get_attributes']) {
      const { status, text } = await ask(path, person);
      expect([status, text]).toEqual([403, expect.stringContaining(`ERROR : Authentication failed. ${reason}`)]);
    }
  });

  it('is believed by a folder of authorities, until a revocation list names it', async () => {
    const [kept, lost] = [issue({ subject: '/DC=test/CN=Kept' }), issue({ subject: '/DC=test/CN=Lost' })];
    const list = ours.revoke(lost);
    server.stop('SIGTERM');
    await server.ended;
    const folder = join(ours.folder, 'certificates');
    mkdirSync(folder);
    copyFileSync(ours.certFile, join(folder, '1a2b3c4d.0'));
    copyFileSync(list, join(folder, '1a2b3c4d.r0'));
    server = await start(folder, `client_revocations = "${folder}"`);
    addresses = JSON.parse(await server.waitForLine('"msg":"listening"')) as typeof addresses;
    expect((await ask('/server/panda/isAlive', kept)).status).toBe(200);
    expect(await ask('/server/panda/isAlive', lost)).toEqual({ status: 403, text: 'ERROR : Authentication failed. The client certificate is not believed: CERT_REVOKED' });
  });
});

describe('the certificate of the server', () => {
  it('is read again at SIGHUP, for new connections, unless it cannot be used', async () => {
    const serial = async (): Promise<string> => new Promise((resolve, reject) => {
      const { hostname, port } = new URL(addresses.secureAddress);
      const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => { resolve(socket.getPeerCertificate().serialNumber); socket.destroy(); });
      socket.on('error', reject);
    });
    const [before, renewed] = [await serial(), ours.issue({ subject: '/DC=test/CN=localhost' })];
    copyFileSync(renewed.keyFile, host.keyFile);
    server.stop('SIGHUP');
    expect(await server.waitForLine('could not be read again')).toContain('cannot be used');
    expect(await serial()).toBe(before);
    copyFileSync(renewed.certFile, host.certFile);
    server.stop('SIGHUP');
    await server.waitForLine('certificates were read again');
    expect(await serial()).toBe(new X509Certificate(renewed.cert).serialNumber);
  });
});

describe('writeDistinguishedName', () => {
  it.each([
    ['DC=org\nCN=Ann', '/DC=org/CN=Ann'],
    ['CN=host/a.b.org', '/CN=host/a.b.org'],
    ['O=a\\, b\\+c + CN=D', '/O=a, b+c/CN=D'],
    ['1.2.3.4=x', '/1.2.3.4=x'],
    ['CN=', undefined],
    ['', undefined],
    ['CN=a\\0Ab', undefined],
    ['CN=a/OU=b', undefined],
  ])('%j is %j', (subject, dn) => { expect(writeDistinguishedName(subject)).toBe(dn); });
});
