import { decodeJwt, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { isPandaError } from '@bigpanda/model';
import type { Connection } from '../request/connection.ts';
import { refuseToken, RequestRefusal } from '../request/request-refusal.ts';
import { isUnmistakable } from './distinguished-name.ts';
import type { Identity } from './identity.ts';
import { giveRoles } from './role-rules.ts';

/** Signatures of which only the issuer can make one; no "none", no shared secrets. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

const longestToken = 12_000;

/** How far the clocks of issuer and server may be apart. */
const clockToleranceSeconds = 30;

/** Whose tokens are believed for a VO. */
export interface TokenPolicy {
  readonly vo: string;
  /** `iss` of the tokens. */
  readonly issuer: string;
  /** `aud` of the tokens must hold one of these. */
  readonly audience: readonly string[];
  /** Members of a group have a role; where there are any of these, who is in none of the groups is refused. */
  readonly groups: readonly { readonly group: string; readonly role: string }[];
  readonly keys: JWTVerifyGetKey;
}

/**
 * Who sends a token, `Authorization: Bearer <JWT>` with `Origin: <vo>` or `<vo>.<role>`; `undefined` without one.
 * Source: panda-server 2025, `server/panda.py` and `srvcore/panda_request.py`.
 * @throws RequestRefusal `TOKEN_REFUSED`, status 403; `KEYS_UNAVAILABLE`, status 503
 */
export async function identifyByToken(request: Request, connection: Connection, { policies, nowMilliseconds }: { readonly policies: readonly TokenPolicy[]; readonly nowMilliseconds: number }): Promise<Identity | undefined> {
  const authorization = request.headers.get('authorization');
  if (authorization === null) return undefined;
  const token = /^Bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*)$/i.exec(authorization)?.[1];
  if (connection.countHeader('authorization') > 1 || connection.countHeader('origin') > 1) throw refuseToken('Authorization or Origin was sent twice');
  if (token === undefined) throw refuseToken('Authorization holds no JSON Web Token, wanted "Bearer <token>"');
  if (token.length > longestToken) throw refuseToken(`the token is longer than ${longestToken} characters`);
  const { vo, role } = readOrigin(request.headers.get('origin'));
  const ofVo = policies.filter((known) => known.vo === vo);
  if (ofVo.length === 0) throw refuseToken('Origin names no VO that this server takes tokens for');
  const policy = ofVo.find((known) => known.issuer === readIssuer(token));
  if (policy === undefined) throw refuseToken('the issuer of the token is not one of the VO');
  const claims = await verify(token, policy, nowMilliseconds);
  return giveRoles({ dn: readName(claims), vo, fqans: findRoles(claims, policy, role).map((name) => `/${vo}/Role=${name}`) }, undefined);
}

function readOrigin(origin: string | null): { readonly vo: string; readonly role: string | undefined } {
  const { vo, role } = /^(?<vo>[A-Za-z0-9_-]{1,40})(?:[.:](?<role>[A-Za-z0-9_-]{1,40}))?$/.exec(origin ?? '')?.groups ?? {};
  if (vo === undefined) throw refuseToken(origin === null ? 'Origin is missing, wanted "<vo>" or "<vo>.<role>"' : 'Origin is not "<vo>" or "<vo>.<role>"');
  return { vo, role };
}

/** What a token says of its issuer, before it is known to be true. */
function readIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    throw refuseToken('the token cannot be read');
  }
}

async function verify(token: string, { issuer, audience, keys }: TokenPolicy, nowMilliseconds: number): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, { issuer, audience: [...audience], algorithms, requiredClaims: ['exp'], clockTolerance: clockToleranceSeconds, currentDate: new Date(nowMilliseconds) });
    return payload;
  } catch (error) {
    throw refuseVerification(error);
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

/** The name that stands in for a distinguished name; a robot's token has only a subject. */
function readName(claims: JWTPayload): string {
  const name = [claims.name, claims.preferred_username, claims.sub].find((claim) => typeof claim === 'string' && claim !== '');
  if (typeof name !== 'string') throw refuseToken('the token names nobody');
  if (name.length > 200 || !isUnmistakable(name)) throw refuseToken('the name in the token could be taken for a distinguished name, or is too long');
  return name;
}

/** The roles of a sender: all that the groups give, or only the one that Origin asks for. */
function findRoles(claims: JWTPayload, { vo, groups }: TokenPolicy, wanted: string | undefined): string[] {
  const claimed = claims.groups ?? claims['wlcg.groups'];
  const own = Array.isArray(claimed) ? claimed.filter((group) => typeof group === 'string').map((group) => group.replace(/^\//, '')) : [];
  const roles = groups.filter(({ group }) => own.includes(group.replace(/^\//, ''))).map(({ role }) => role);
  if (groups.length > 0 && roles.length === 0) throw refuseToken(`the token is of no group that VO "${vo}" gives a role`);
  if (wanted !== undefined && !roles.includes(wanted)) throw refuseToken(`the groups of the token do not give the role "${wanted}"`);
  return [...new Set(wanted === undefined ? roles : [wanted])];
}
