import type { PandaDatabase } from '@bigpanda/datastore';
import type { Log } from '@bigpanda/program';
import type { ApiReply } from '../reply/api-reply.ts';
import type { LegacyReply } from '../reply/legacy-reply.ts';
import type { RequestParameters } from '../request/request-parameters.ts';

/** What a function works with. */
export interface FunctionContext {
  readonly database: PandaDatabase;
  readonly log: Log;
  readonly readClock: () => number;
}

/** One thing the server does, offered by both APIs. */
export interface ServerFunction<Result> {
  /** Last part of the legacy path: `/server/panda/<legacyName>`. */
  readonly legacyName: string;
  /** `<module>/<method>` below `/api/v1/`. */
  readonly apiPath: string;
  readonly apiVerbs: readonly ('GET' | 'POST')[];
  run(context: FunctionContext, parameters: RequestParameters): Promise<Result>;
  toLegacy(result: Result): LegacyReply;
  toApi(result: Result): ApiReply;
}

/** A function with the kind of its result hidden, so that one table can hold all. */
export interface OfferedFunction {
  readonly legacyName: string;
  readonly apiPath: string;
  readonly apiVerbs: readonly string[];
  answerLegacy(context: FunctionContext, parameters: RequestParameters): Promise<LegacyReply>;
  answerApi(context: FunctionContext, parameters: RequestParameters): Promise<ApiReply>;
}

/** A function for the table. */
export function offer<Result>(definition: ServerFunction<Result>): OfferedFunction {
  const { legacyName, apiPath, apiVerbs } = definition;
  return {
    legacyName,
    apiPath,
    apiVerbs,
    answerLegacy: async (context, parameters) => definition.toLegacy(await definition.run(context, parameters)),
    answerApi: async (context, parameters) => definition.toApi(await definition.run(context, parameters)),
  };
}
