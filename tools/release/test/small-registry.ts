import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a registry has of one package: integrity by version, version by dist-tag. */
interface KeptPackage {
  readonly versions: Map<string, string>;
  readonly tags: Map<string, string>;
}

/** A registry of npm in memory: as much of one as `npm whoami`, `npm view` and `npm publish` ask for. It starts in a few milliseconds and can be put back. */
export interface SmallRegistry extends AsyncDisposable {
  readonly url: string;
  /** What it gives out, sorted: lines `name@version integrity` and `name tag version`. */
  readonly describe: () => string;
  /** Remembers what it has now, for `putBack`. */
  readonly keep: () => void;
  readonly putBack: () => void;
  /** Whether it answers every request with 503. */
  isDown: boolean;
}

/** What npm sends to publish a version (npm/registry, docs of `PUT /<package>`). */
interface PublishRequest {
  readonly versions: Readonly<Record<string, object>>;
  readonly 'dist-tags': Readonly<Record<string, string>>;
  readonly _attachments: Readonly<Record<string, { readonly data: string }>>;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

/** Starts it on loopback. */
export async function openSmallRegistry(): Promise<SmallRegistry> {
  let [packages, kept] = [new Map<string, KeptPackage>(), new Map<string, KeptPackage>()];
  const registry = { isDown: false };
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const { status, body: said } = registry.isDown ? { status: 503, body: {} } : answer(packages, request, body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(registry, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    describe: () => [...packages].flatMap(([name, { versions, tags }]) => [...[...versions].map(([version, integrity]) => `${name}@${version} ${integrity}`), ...[...tags].map(([tag, version]) => `${name} ${tag} ${version}`)]).sort().join('\n'),
    keep: () => { kept = structuredClone(packages); },
    putBack: () => { packages = structuredClone(kept); },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

/** A request that was cut off leaves nothing. */
async function readBody(request: IncomingMessage): Promise<PublishRequest | undefined> {
  const parts: Buffer[] = [];
  try {
    for await (const part of request) parts.push(part as Buffer);
    return parts.length === 0 ? undefined : JSON.parse(Buffer.concat(parts).toString()) as PublishRequest;
  } catch {
    return undefined;
  }
}

function answer(packages: Map<string, KeptPackage>, { url = '', method }: IncomingMessage, body: PublishRequest | undefined): Answer {
  if (url === '/-/whoami') return { status: 200, body: { username: 'tester' } };
  const name = decodeURIComponent(url.slice(1).split('?')[0] ?? '');
  const own = packages.get(name) ?? { versions: new Map(), tags: new Map() };
  if (method === 'PUT') return body === undefined ? { status: 400, body: {} } : take(packages, { name, own, body });
  if (own.versions.size === 0) return { status: 404, body: { error: 'not found' } };
  return { status: 200, body: { name, 'dist-tags': Object.fromEntries(own.tags), versions: Object.fromEntries([...own.versions].map(([version, integrity]) => [version, { name, version, dist: { integrity } }])) } };
}

function take(packages: Map<string, KeptPackage>, { name, own, body }: { readonly name: string; readonly own: KeptPackage; readonly body: PublishRequest }): Answer {
  const [version = ''] = Object.keys(body.versions);
  const [tarball] = Object.values(body._attachments);
  if (own.versions.has(version) || tarball === undefined) return { status: 409, body: { error: 'a version is given once' } };
  own.versions.set(version, `sha512-${createHash('sha512').update(Buffer.from(tarball.data, 'base64')).digest('base64')}`);
  for (const [tag, tagged] of Object.entries(body['dist-tags'])) own.tags.set(tag, tagged);
  packages.set(name, own);
  return { status: 201, body: { ok: true } };
}
