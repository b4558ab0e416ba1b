import { textReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** The newest panda-client whose calls this server answers. */
export const getPandaClientVer: ServerFunction<string | boolean> = {
  legacyName: 'getPandaClientVer',
  access: 'anyone',
  run: async () => '1.5.92',
  ...textReplies,
};
