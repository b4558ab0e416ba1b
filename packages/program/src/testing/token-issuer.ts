import type { KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

/** An OpenID issuer of the test's own, on loopback. */
export interface TokenIssuer {
  readonly url: string;
  readonly publicKey: JWK;
  readonly privateKey: CryptoKey;
  /** Answers from now on with this status; 200 at the beginning. */
  answerWith(status: number): void;
  /** How often each path was asked for. */
  readonly asked: Map<string, number>;
  /** A token that is good for ten minutes, but for the claims that are given; undefined leaves one out. */
  sign(claims?: Readonly<Record<string, unknown>>, header?: { readonly alg?: string; readonly kid?: string }, key?: CryptoKey | KeyObject): Promise<string>;
  /** Has another key from now on, called `kid`, and serves that alone; what signs with it. */
  rotate(kid: string): Promise<CryptoKey>;
  stop(): void;
}

export const audience = 'https://panda.test';

/** Starts an issuer. Who starts it must stop it. */
export async function startIssuer(): Promise<TokenIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' };
  let served: JWK = jwk;
  const asked = new Map<string, number>();
  let status = 200;
  let url = '';
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.set(path, (asked.get(path) ?? 0) + 1);
    const said = path === '/.well-known/openid-configuration' ? { issuer: url, jwks_uri: `${url}/keys` } : { keys: [served] };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    publicKey: jwk,
    privateKey,
    asked,
    answerWith: (next) => { status = next; },
    sign: (claims = {}, { alg = 'RS256', kid = 'key-1' } = {}, key = privateKey) =>
      new SignJWT({ iss: url, aud: audience, name: 'Ann Smith', sub: 'a1', exp: Math.floor(Date.now() / 1000) + 600, groups: ['lsst', 'lsst/pilots'], ...claims }).setProtectedHeader({ alg, kid }).sign(key),
    rotate: async (kid) => {
      const next = await generateKeyPair('RS256', { extractable: true });
      served = { ...(await exportJWK(next.publicKey)), kid, alg: 'RS256', use: 'sig' };
      return next.privateKey;
    },
    stop: () => { server.close(); server.closeAllConnections(); },
  };
}
