import { textReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Where this server is, `host:port`; clients take files there. */
export const getServer: ServerFunction<string | boolean> = {
  legacyName: 'getServer',
  access: 'anyone',
  run: async ({ address }) => address,
  ...textReplies,
};
