import type { Identity } from './identity.ts';

/** Who may call a function. */
export type Access = 'anyone' | 'user' | 'pilot' | 'production';

/** Why a call is refused. */
export type Refusal = 'not-known' | 'no-pilot-role' | 'no-production-role';

/** Why somebody may not call a function; `undefined` when they may. */
export function refuseAccess(access: Access, identity: Identity): Refusal | undefined {
  if (access === 'anyone') return undefined;
  if (!identity.isKnown) return 'not-known';
  if (access === 'pilot' && !identity.hasPilotRole && !identity.hasProductionRole) return 'no-pilot-role';
  return access === 'production' && !identity.hasProductionRole ? 'no-production-role' : undefined;
}

/** What the legacy API says. Source: panda-server 2014-04, UserIF. */
export const legacyRefusals: Readonly<Record<Refusal, string>> = {
  'not-known': 'ERROR: SSL connection is required',
  'no-pilot-role': 'ERROR: pilot role is required',
  'no-production-role': 'ERROR: production role is required',
};

/** What api/v1 says. Source: panda-server 2025, `api/v1/common.py`. */
export const apiRefusals: Readonly<Record<Refusal, string>> = {
  'not-known': 'SSL secure connection is required',
  'no-pilot-role': 'production or pilot role required',
  'no-production-role': 'production role required',
};
