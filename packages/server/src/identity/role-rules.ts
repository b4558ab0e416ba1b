import { compactName } from '@bigpanda/program';
import type { Identity } from './identity.ts';

/** FQANs that give the production role. Source: panda-server 2014-04 UserIF, and 2025 `api/v1/common.py` for any VO. */
const productionFqans: readonly RegExp[] = [/^\/[^/]+\/Role=production(\/|$)/, /^\/atlas\/usatlas\/Role=production(\/|$)/];

/** FQANs that give the role of production of one working group. Source: panda-server 2014-04, UserIF. */
const groupProduction = /^\/[^/]+\/(?<group>[^/]+)\/Role=production(\/|$)/;

/** FQANs that give the pilot role. Source: panda-server 2014-04, JobDispatcher._checkRole, widened to any VO. */
const pilotFqans: readonly RegExp[] = [/^\/[^/]+\/Role=(production|pilot)(\/|$)/, /^\/atlas\/usatlas\/Role=(production|pilot)(\/|$)/, /^\/Engage\/LBNE\/Role=pilot(\/|$)/];

/** Distinguished names that have a role whatever their FQANs; `*` stands for any text. */
export interface RolesByName {
  readonly production: readonly string[];
  readonly pilot: readonly string[];
}

/** Who somebody is, as a certificate, proxy or token tells. */
export interface Person {
  /** Distinguished name, or the name that a token tells. */
  readonly dn: string;
  readonly vo: string | undefined;
  readonly fqans: readonly string[];
}

/** What a person may do. Roles by name hold only for names that an authority of certificates has given. */
export function giveRoles({ dn, vo, fqans }: Person, byName: RolesByName | undefined): Identity {
  return {
    dn,
    name: compactName(dn),
    vo: vo ?? fqans[0]?.split('/', 2)[1],
    fqans,
    isKnown: true,
    hasProductionRole: hasRole({ dn, fqans }, productionFqans, byName?.production),
    hasPilotRole: hasRole({ dn, fqans }, pilotFqans, byName?.pilot),
    productionGroups: fqans.flatMap((fqan) => groupProduction.exec(fqan)?.groups?.group ?? []),
  };
}

function hasRole({ dn, fqans }: Pick<Person, 'dn' | 'fqans'>, rules: readonly RegExp[], names: readonly string[] = []): boolean {
  return fqans.some((fqan) => rules.some((rule) => rule.test(fqan))) || names.some((pattern) => matchesPattern(dn, pattern));
}

function matchesPattern(text: string, pattern: string): boolean {
  return new RegExp(`^${pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&')).join('.*')}$`, 'su').test(text);
}
