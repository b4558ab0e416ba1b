import type { JWTPayload } from 'jose';
import { readBearerToken, readTokenGroups, readTokenName, refuseToken, verifyToken, type Connection, type TokenIssuer } from '@bigpanda/program';
import type { Identity } from './identity.ts';
import { giveRoles } from './role-rules.ts';

/** Whose tokens are believed for a VO. */
export interface TokenPolicy extends TokenIssuer {
  readonly vo: string;
  /** Members of a group have a role; where there are any of these, who is in none of the groups is refused. */
  readonly groups: readonly { readonly group: string; readonly role: string }[];
}

/**
 * Who sends a token, `Authorization: Bearer <JWT>` with `Origin: <vo>` or `<vo>.<role>`; `undefined` without one.
 * Source: panda-server 2025, `server/panda.py` and `srvcore/panda_request.py`.
 * @throws RequestRefusal `TOKEN_REFUSED`, status 403; `KEYS_UNAVAILABLE`, status 503
 */
export async function identifyByToken(request: Request, connection: Connection, { policies, nowMilliseconds }: { readonly policies: readonly TokenPolicy[]; readonly nowMilliseconds: number }): Promise<Identity | undefined> {
  const token = readBearerToken(request, connection);
  if (token === undefined) return undefined;
  if (connection.countHeader('origin') > 1) throw refuseToken('Origin was sent twice');
  const { vo, role } = readOrigin(request.headers.get('origin'));
  const ofVo = policies.filter((known) => known.vo === vo);
  if (ofVo.length === 0) throw refuseToken('Origin names no VO that this server takes tokens for');
  const { claims, issuer: policy } = await verifyToken(token, ofVo, nowMilliseconds);
  return giveRoles({ dn: readTokenName(claims), vo, fqans: findRoles(claims, policy, role).map((name) => `/${vo}/Role=${name}`) }, undefined);
}

function readOrigin(origin: string | null): { readonly vo: string; readonly role: string | undefined } {
  const { vo, role } = /^(?<vo>[A-Za-z0-9_-]{1,40})(?:[.:](?<role>[A-Za-z0-9_-]{1,40}))?$/.exec(origin ?? '')?.groups ?? {};
  if (vo === undefined) throw refuseToken(origin === null ? 'Origin is missing, wanted "<vo>" or "<vo>.<role>"' : 'Origin is not "<vo>" or "<vo>.<role>"');
  return { vo, role };
}

/** The roles of a sender: all that the groups give, or only the one that Origin asks for. */
function findRoles(claims: JWTPayload, { vo, groups }: TokenPolicy, wanted: string | undefined): string[] {
  const own = readTokenGroups(claims);
  const roles = groups.filter(({ group }) => own.includes(group.replace(/^\//, ''))).map(({ role }) => role);
  if (groups.length > 0 && roles.length === 0) throw refuseToken(`the token is of no group that VO "${vo}" gives a role`);
  if (wanted !== undefined && !roles.includes(wanted)) throw refuseToken(`the groups of the token do not give the role "${wanted}"`);
  return [...new Set(wanted === undefined ? roles : [wanted])];
}
