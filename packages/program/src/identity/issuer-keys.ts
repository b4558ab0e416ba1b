import { readFileSync } from 'node:fs';
import { createLocalJWKSet, createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { PandaError } from '@bigpanda/model';

const timeoutMilliseconds = 5_000;

/** How long what an issuer says of itself is kept, and how long a failure to hear it. */
const keptMilliseconds = 3_600_000;
const failureKeptMilliseconds = 10_000;

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.string().refine(isSafeUrl) });
const keySetSchema = z.object({ keys: z.array(z.object({ kty: z.string() }).loose()).min(1) });

/** Whether keys may be fetched there: by https, or on this machine. */
export function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname));
}

/**
 * The keys of a file in JWKS form.
 * @throws PandaError `CONFIGURATION_INVALID`, exit status 2
 */
export function readKeyFile(path: string): JWTVerifyGetKey {
  try {
    return createLocalJWKSet(keySetSchema.parse(JSON.parse(readFileSync(path, 'utf8'))));
  } catch (cause) {
    throw new PandaError('CONFIGURATION_INVALID', `read keys of a token issuer: "${path}" is no JSON Web Key Set: ${cause instanceof z.ZodError ? 'found no list of "keys"' : (cause as Error).message}`, { exitStatus: 2, hint: 'Write what the issuer serves at its jwks_uri into that file.', cause });
  }
}

/** The keys of an issuer that tells at `/.well-known/openid-configuration` where they are; asked for when the first token comes, and again when an unknown key is named, at most twice a minute. */
export function discoverKeys(issuer: string, readClock: () => number): JWTVerifyGetKey {
  let kept: { readonly keys: Promise<JWTVerifyGetKey>; until: number } | undefined;
  const find = (): Promise<JWTVerifyGetKey> => {
    if (kept !== undefined && readClock() < kept.until) return kept.keys;
    const entry = { keys: askIssuer(issuer), until: readClock() + keptMilliseconds };
    entry.keys.catch(() => { entry.until = readClock() + failureKeptMilliseconds; });
    kept = entry;
    return entry.keys;
  };
  return async (header, token) => (await find())(header, token);
}

/** @throws PandaError `KEYS_UNAVAILABLE` */
async function askIssuer(issuer: string): Promise<JWTVerifyGetKey> {
  try {
    const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(timeoutMilliseconds), redirect: 'error' });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    const said = discoverySchema.parse(await response.json());
    if (said.issuer !== issuer) throw new Error('it calls itself by another name');
    return createRemoteJWKSet(new URL(said.jwks_uri), { timeoutDuration: timeoutMilliseconds });
  } catch (cause) {
    throw new PandaError('KEYS_UNAVAILABLE', `ask token issuer "${issuer}" for its keys: ${cause instanceof z.ZodError ? 'its answer is no OpenID configuration' : (cause as Error).message}`, { cause });
  }
}
