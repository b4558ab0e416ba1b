import { decodeJwt, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { isPandaError } from '@bigpanda/model';
import type { Connection } from './connection.ts';
import { isUnmistakable } from './distinguished-name.ts';
import { refuseToken, RequestRefusal } from './request-refusal.ts';

/** Signatures of which only the issuer can make one; no "none", no shared secrets. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

const longestToken = 12_000;

/** How far the clocks of issuer and program may be apart. */
const clockToleranceSeconds = 30;

/** Whose tokens are believed. */
export interface TokenIssuer {
  /** `iss` of the tokens. */
  readonly issuer: string;
  /** `aud` of the tokens must hold one of these. */
  readonly audience: readonly string[];
  readonly keys: JWTVerifyGetKey;
}

/**
 * The token of a request, `Authorization: Bearer <JWT>`, not looked into yet; `undefined` without one.
 * @throws RequestRefusal `TOKEN_REFUSED`, status 403
 */
export function readBearerToken(request: Request, connection: Connection): string | undefined {
  const authorization = request.headers.get('authorization');
  if (authorization === null) return undefined;
  if (connection.countHeader('authorization') > 1) throw refuseToken('Authorization was sent twice');
  const token = /^Bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*)$/i.exec(authorization)?.[1];
  if (token === undefined) throw refuseToken('Authorization holds no JSON Web Token, wanted "Bearer <token>"');
  if (token.length > longestToken) throw refuseToken(`the token is longer than ${longestToken} characters`);
  return token;
}

/**
 * What a token claims, once signature, issuer, audience and times are right.
 * @param issuers of which its own is taken
 * @throws RequestRefusal `TOKEN_REFUSED`, status 403; `KEYS_UNAVAILABLE`, status 503
 */
export async function verifyToken<Issuer extends TokenIssuer>(token: string, issuers: readonly Issuer[], nowMilliseconds: number): Promise<{ readonly claims: JWTPayload; readonly issuer: Issuer }> {
  const claimed = readIssuer(token);
  const issuer = issuers.find((known) => known.issuer === claimed);
  if (issuer === undefined) throw refuseToken('the issuer of the token is not one of those that are believed');
  try {
    const { payload } = await jwtVerify(token, issuer.keys, { issuer: issuer.issuer, audience: [...issuer.audience], algorithms, requiredClaims: ['exp'], clockTolerance: clockToleranceSeconds, currentDate: new Date(nowMilliseconds) });
    return { claims: payload, issuer };
  } catch (error) {
    throw refuseVerification(error);
  }
}

/**
 * The name that stands in for a distinguished name; a robot's token has only a subject.
 * @throws RequestRefusal `TOKEN_REFUSED`, status 403
 */
export function readTokenName(claims: JWTPayload): string {
  const name = [claims.name, claims.preferred_username, claims.sub].find((claim) => typeof claim === 'string' && claim !== '');
  if (typeof name !== 'string') throw refuseToken('the token names nobody');
  if (name.length > 200 || !isUnmistakable(name)) throw refuseToken('the name in the token could be taken for a distinguished name, or is too long');
  return name;
}

/** The groups of a token, `groups` or `wlcg.groups`, without a `/` in front. */
export function readTokenGroups(claims: JWTPayload): string[] {
  const claimed = claims.groups ?? claims['wlcg.groups'];
  return Array.isArray(claimed) ? claimed.filter((group) => typeof group === 'string').map((group) => group.replace(/^\//, '')) : [];
}

/** What a token says of its issuer, before it is known to be true. */
function readIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    throw refuseToken('the token cannot be read');
  }
}

function refuseVerification(error: unknown): RequestRefusal {
  if (error instanceof errors.JWTExpired) return refuseToken('the token has expired');
  if (error instanceof errors.JWTClaimValidationFailed) return refuseToken(`the claim "${error.claim}" is missing or wrong`);
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) return refuseToken('the signature is not of the issuer');
  if (error instanceof errors.JOSEAlgNotAllowed) return refuseToken('the algorithm of the signature is not allowed');
  const isKeyTrouble = isPandaError(error) || error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC';
  if (isKeyTrouble) return new RequestRefusal('KEYS_UNAVAILABLE', 'Token authentication failed. the keys of the issuer cannot be had now', { status: 503, headers: { 'retry-after': '10' }, cause: error });
  return refuseToken('the token cannot be used');
}
