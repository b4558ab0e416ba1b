import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatAccess, publish, serveRepository, snapshotId, type RepositoryServer } from '../src/index.ts';
import { createSite, publishOptions, sampleConfig, writeSample, type SampleRpm, type SampleSite } from './sample-repository.ts';

let site: SampleSite;
let server: RepositoryServer;
let rpm: SampleRpm;
let snapshot: string;
let href: string;

beforeAll(async () => {
  site = await createSite();
  rpm = await writeSample({}, site.signer);
  const result = await publish(publishOptions(site, [rpm]));
  snapshot = `/snapshots/el9/${result.snapshot === undefined ? '' : snapshotId(result.snapshot)}`;
  server = await serveRepository({ root: site.root, port: 0, config: sampleConfig });
  href = /href="(Packages[^"]*)"/.exec(await readPrimary())?.[1] ?? '';
});
afterAll(async () => {
  await server.close();
  await site[Symbol.asyncDispose]();
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** One request with the path exactly as given: fetch would tidy it up. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const { hostname, port } = new URL(server.url);
  const sent = request({ hostname, port, path, headers, method, agent: false }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }));
  });
  sent.on('error', reject);
  sent.end();
  return promise;
}

async function readPrimary(): Promise<string> {
  const repomd = (await ask(`${snapshot}/repodata/repomd.xml`)).body.toString();
  const path = /href="(repodata\/[^"]*-primary[^"]*)"/.exec(repomd)?.[1] ?? '';
  return gunzipSync((await ask(`${snapshot}/${path}`)).body).toString();
}

describe('serveRepository', () => {
  it('serves a package through the snapshot, never to change', async () => {
    const { status, headers, body } = await ask(`${snapshot}/${href}`);
    expect([status, body.equals(rpm.bytes)]).toEqual([200, true]);
    expect(headers).toMatchObject({
      'content-type': 'application/x-rpm',
      'content-length': String(rpm.bytes.length),
      'accept-ranges': 'bytes',
      'cache-control': 'public, max-age=31536000, immutable',
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
    });
  });

  it('answers HEAD like GET without a body', async () => {
    const { headers, status, body } = await ask(`${snapshot}/${href}`, {}, 'HEAD');
    expect([status, headers['content-length'], body.length]).toEqual([200, String(rpm.bytes.length), 0]);
  });

  it('answers 304 to the ETag it gave', async () => {
    const path = '/keys/RPM-GPG-KEY-sample';
    const etag = String((await ask(path)).headers['etag']);
    expect((await ask(path, { 'If-None-Match': etag })).status).toBe(304);
    expect((await ask(path, { 'If-None-Match': '"other"' })).status).toBe(200);
  });

  it.each([
    ['bytes=0-3', 206, 'bytes 0-3', 0, 4],
    ['bytes=10-', 206, 'bytes 10-', 10, undefined],
    ['bytes=-5', 206, 'bytes ', -5, undefined],
    ['bytes=0-99999999', 206, 'bytes 0-', 0, undefined],
    ['bytes=0-1,3-4', 200, undefined, 0, undefined],
    ['lines=0-1', 200, undefined, 0, undefined],
    ['bytes=5-2', 200, undefined, 0, undefined],
  ] as const)('answers "Range: %s" with %i', async (range, status, start, from, to) => {
    const answer = await ask(`${snapshot}/${href}`, { Range: range });
    expect([answer.status, answer.body.equals(Buffer.from(rpm.bytes.slice(from, to)))]).toEqual([status, true]);
    expect(answer.headers['content-range']?.slice(0, start?.length)).toBe(start);
  });

  it.each(['bytes=99999999-', 'bytes=-0'])('answers "Range: %s" with 416', async (range) => {
    const answer = await ask(`${snapshot}/${href}`, { Range: range });
    expect([answer.status, answer.headers['content-range']]).toEqual([416, `bytes */${rpm.bytes.length}`]);
  });

  it('sends the whole file when If-Range names another version', async () => {
    expect((await ask(`${snapshot}/${href}`, { Range: 'bytes=0-3', 'If-Range': '"other"' })).status).toBe(200);
  });

  it.each([
    ['a path that climbs', '/../site.key'],
    ['an encoded path that climbs', '/%2e%2e/site.key'],
    ['an encoded slash', '/keys%2f..%2f..%2fsite.key'],
    ['a path that climbs in the middle', '/pool/../../site.key'],
    ['a backslash', '/..\\site.key'],
    ['a NUL', '/keys/RPM-GPG-KEY-sample%00'],
    ['an encoding that is broken', '/keys/%zz'],
    ['a dot file', '/.secret'],
    ['a link that leads out of the root', '/pool/out'],
    ['a link to a dot file', '/pool/hidden'],
    ['a folder', '/pool'],
    ['an absolute URL', 'http://other.example/keys/RPM-GPG-KEY-sample'],
    ['a channel that is not there', '/channels/nightly/el9.repo'],
    ['a channel named like a property', '/channels/constructor/el9.mirrorlist'],
  ])('does not serve %s', async (_what, path) => {
    await mkdir(join(site.root, 'pool'), { recursive: true });
    await writeFile(join(site.root, '.secret'), 'secret');
    await symlink(join(site.folder, 'site.key'), join(site.root, 'pool/out')).catch(() => undefined);
    await symlink('../.secret', join(site.root, 'pool/hidden')).catch(() => undefined);
    const answer = await ask(path);
    expect([answer.status, answer.body.toString()]).toEqual([404, 'There is no such file.\n']);
  });

  it.each(['POST', 'PUT', 'DELETE'])('does not answer %s', async (method) => {
    const { status, headers } = await ask('/', {}, method);
    expect([status, headers['allow']]).toEqual([405, 'GET, HEAD']);
  });

  it.each([
    ['127.0.0.1:8470', 'http://127.0.0.1:8470'],
    ['localhost', 'http://localhost'],
    ['[::1]:80', 'http://[::1]:80'],
    ['packages.example', 'https://packages.example/sample'],
    ['evil.example', 'https://packages.example/sample'],
    ['localhost:80/evil', 'https://packages.example/sample'],
  ])('names a base URL that fits the host "%s"', async (host, baseUrl) => {
    const mirrorlist = await ask('/channels/testing/el9.mirrorlist', { Host: host });
    expect(mirrorlist.body.toString()).toBe(`${baseUrl}${snapshot}/\n`);
    expect(mirrorlist.headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': 'text/plain; charset=utf-8' });
    const repo = await ask('/channels/testing/el9.repo', { Host: host });
    expect(repo.body.toString()).toContain(`\nmirrorlist=${baseUrl}/channels/testing/el9.mirrorlist\n`);
  });

  it('shows channels, packages, the lines to type and the fingerprint to people', async () => {
    const { body, headers } = await ask('/', { Host: 'localhost:1' });
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    const text = body.toString();
    expect(text).toContain('testing for el9');
    expect(text).toContain('sample-1.0-1.el9.noarch');
    expect(text).toContain('http://localhost:1/channels/testing/el9.repo');
    expect(text.replaceAll(' ', '')).toContain(site.signer.fingerprint.toUpperCase());
  });

  it('names another port when the port is taken', async () => {
    const { port } = new URL(server.url);
    await expect(serveRepository({ root: site.root, port: Number(port), config: sampleConfig })).rejects.toMatchObject({
      code: 'PORT_IN_USE', message: `serve the repository: port ${port} of "127.0.0.1" is in use`, hint: expect.stringContaining('another port'),
    });
  });

  it('answers 500 without details when the repository is damaged', async () => {
    const broken = await createSite(site.signer);
    await mkdir(join(broken.root, 'channels/testing'), { recursive: true });
    await writeFile(join(broken.root, 'channels/testing/el9.json'), '{}');
    await using other = await serveRepository({ root: broken.root, port: 0, config: sampleConfig });
    const answer = await fetch(`${other.url}/channels/testing/el9.mirrorlist`);
    expect([answer.status, await answer.text()]).toEqual([500, 'The repository cannot be read.\n']);
    await broken[Symbol.asyncDispose]();
  });

  it('frees its port when it is closed, twice if need be', async () => {
    const other = await serveRepository({ root: site.root, port: 0, config: sampleConfig });
    await (await fetch(`${other.url}/keys/RPM-GPG-KEY-sample`)).text();
    await other.close();
    await other.close();
    await expect(fetch(other.url)).rejects.toThrow();
    expect(await readFile(join(site.root, 'keys/RPM-GPG-KEY-sample'), 'utf8')).toBe(site.signer.publicKeyArmored);
  });
});

describe('serveRepository, watched', () => {
  it('tells of each request in the combined log format, in which no client can begin a line, and counts at /metrics', async () => {
    const lines: string[] = [];
    const watched = await serveRepository({ root: site.root, port: 0, config: sampleConfig, onAccess: (access) => lines.push(formatAccess(access)) });
    await fetch(`${watched.url}${snapshot}/${href}`, { headers: { 'user-agent': 'libdnf "x" \\' } });
    await fetch(`${watched.url}/made-up`, { method: 'DELETE' });
    const counts = await fetch(`${watched.url}/metrics`).then((answer) => answer.text());
    await watched.close();
    expect(lines[0]).toMatch(/^127\.0\.0\.1 - - \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000\] "GET \/snapshots\/\S+\.rpm HTTP\/1\.1" 200 \d+ "-" "libdnf \\x22x\\x22 \\x5c"$/);
    expect(lines[1]).toContain('"DELETE /made-up HTTP/1.1" 405 ');
    expect(counts.split('\n')).toEqual(expect.arrayContaining([
      'bigpanda_repo_requests_total{area="snapshots",method="GET",status="200"} 1', 'bigpanda_repo_requests_total{area="other",method="other",status="405"} 1',
      `bigpanda_repo_sent_bytes_total{area="snapshots"} ${rpm.bytes.length}`,
    ]));
  });

  it('does not wait for a pipe that somebody put in place of a file', async () => {
    execFileSync('mkfifo', [join(site.root, 'channels/testing/pipe')]);
    expect((await ask('/channels/testing/pipe')).status).toBe(404);
    await rm(join(site.root, 'channels/testing/pipe'));
  });
});
