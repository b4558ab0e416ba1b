import type { Connection } from '@bigpanda/program';

/** Who sent a request, and what they may do. How it was found out (certificate, token, front proxy) is told before a function runs. */
export interface Identity {
  /** Distinguished name, or the name that a token tells; absent for one who is not known. */
  readonly dn: string | undefined;
  /** Short name: owner of jobs, name in `users`. */
  readonly name: string;
  readonly vo: string | undefined;
  /** FQANs of a VOMS proxy, or the roles of a token written so: `/<vo>/Role=<role>`. */
  readonly fqans: readonly string[];
  /** Whether the server knows who it is; functions that act for a user want it. */
  readonly isKnown: boolean;
  readonly hasProductionRole: boolean;
  readonly hasPilotRole: boolean;
  /** Groups that the sender has the production role of. */
  readonly productionGroups: readonly string[];
}

/**
 * Finds out who sent a request.
 * @throws RequestRefusal for one who says who they are and is not believed
 */
export type Identify = (request: Request, connection: Connection) => Promise<Identity>;

/**
 * Everybody, where a configuration lets all who can reach the server do everything: jobs belong to whom they say.
 * Only for a server that listens where nobody else is.
 */
export const anyone: Identity = { dn: undefined, name: 'anonymous', vo: undefined, fqans: [], isKnown: true, hasProductionRole: true, hasPilotRole: true, productionGroups: [] };

/** One whom the server does not know. */
export const stranger: Identity = { ...anyone, isKnown: false, hasProductionRole: false, hasPilotRole: false };
