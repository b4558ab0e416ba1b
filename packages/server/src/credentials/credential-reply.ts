import { statusCodes, type ReplyFields } from '@bigpanda/model';
import { apiFailure, apiSuccess } from '../reply/api-reply.ts';
import type { ServerFunction } from '../functions/server-function.ts';

/** How functions that give out credentials are answered. */
export const credentialReplies: Pick<ServerFunction<ReplyFields>, 'toLegacy' | 'toApi' | 'refuse'> = {
  toLegacy: (fields) => ({ kind: 'fields', fields }),
  toApi: (fields) => (fields['StatusCode'] === statusCodes.success ? apiSuccess(fields) : apiFailure(String(fields['errorDialog'] ?? ''), fields)),
  refuse: () => ({ kind: 'fields', fields: { StatusCode: statusCodes.permissionDenied, errorDialog: 'Cannot extract DN from proxy. not HTTPS?' } }),
};
