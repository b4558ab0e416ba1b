import type { PandaDatabase } from '@bigpanda/datastore';
import type { Log } from '@bigpanda/program';
import { apiRefusals, legacyRefusals, refuseAccess, type Access, type Refusal } from '../identity/access.ts';
import type { Identity } from '../identity/identity.ts';
import { apiFailure, type ApiReply } from '../reply/api-reply.ts';
import type { LegacyReply } from '../reply/legacy-reply.ts';
import type { SitePlaces } from '../sites/site-places.ts';
import type { PilotTally } from '../watch/pilot-tally.ts';
import type { RequestParameters } from '../request/request-parameters.ts';

/** What stays the same for every request. */
export interface ServerContext {
  readonly database: PandaDatabase;
  readonly log: Log;
  readonly readClock: () => number;
  /** Name of this machine. */
  readonly hostName: string;
  /** Folder of the files below `/cache/`. */
  readonly cacheFolder: string;
  /** Largest sandbox, and largest one whose name begins with `sources.`. */
  readonly sandboxLimits: { readonly maxBytes: number; readonly maxSourcesBytes: number };
  /** Folder of keys, proxies and tokens that pilots may be given; none are when absent. */
  readonly credentialsFolder?: string;
  /** Tells where outputs go; they never move when absent. */
  readonly places?: SitePlaces;
  /** Counts which worker nodes ask and report; nothing is counted when absent. */
  readonly pilotTally?: PilotTally;
}

/** What a function works with. */
export interface FunctionContext extends ServerContext {
  readonly identity: Identity;
  /** `host:port` that the request was sent to. */
  readonly address: string;
  /** Whether it came by TLS. */
  readonly isSecure: boolean;
  /** Address or name of who sent it. */
  readonly clientHost: string | undefined;
}

/** One thing the server does, offered by both APIs or by one of them. */
export interface ServerFunction<Result> {
  /** Last part of the legacy path: `/server/panda/<legacyName>`; absent where api/v1 alone has it. */
  readonly legacyName?: string;
  /** `<module>/<method>` below `/api/v1/`; absent where the legacy API alone has it. */
  readonly apiPath?: string;
  readonly apiVerbs?: readonly ('GET' | 'POST')[];
  readonly access: Access;
  /** Who may call it by api/v1, where that differs. Source: panda-server 2025, the decorators of `api/v1`. */
  readonly apiAccess?: Access;
  run(context: FunctionContext, parameters: RequestParameters): Promise<Result>;
  toLegacy(result: Result): LegacyReply;
  toApi(result: Result): ApiReply;
  /** What the legacy API answers to who may not call it; a text when absent. */
  refuse?(refusal: Refusal): LegacyReply;
}

/** A function with the kind of its result hidden, so that one table can hold all. */
export interface OfferedFunction {
  readonly legacyName: string | undefined;
  readonly apiPath: string | undefined;
  readonly apiVerbs: readonly string[];
  readonly access: Access;
  readonly apiAccess: Access;
  answerLegacy(context: FunctionContext, parameters: RequestParameters): Promise<LegacyReply>;
  answerApi(context: FunctionContext, parameters: RequestParameters): Promise<ApiReply>;
}

/** A function for the table. */
export function offer<Result>(definition: ServerFunction<Result>): OfferedFunction {
  const { legacyName, apiPath, apiVerbs = ['GET', 'POST'], access, apiAccess = access } = definition;
  return {
    legacyName,
    apiPath,
    apiVerbs,
    access,
    apiAccess,
    answerLegacy: async (context, parameters) => {
      const refusal = refuseAccess(access, context.identity);
      if (refusal !== undefined) return definition.refuse?.(refusal) ?? { kind: 'text', text: legacyRefusals[refusal] };
      return definition.toLegacy(await definition.run(context, parameters));
    },
    answerApi: async (context, parameters) => {
      const refusal = refuseAccess(apiAccess, context.identity);
      return refusal === undefined ? definition.toApi(await definition.run(context, parameters)) : apiFailure(apiRefusals[refusal]);
    },
  };
}
