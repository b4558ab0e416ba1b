import { releaseFiles } from '../jobs/release-input.ts';
import { readSentMap } from '../request/pickle-or-json.ts';
import { requireText } from '../request/parameter-values.ts';
import { textReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Whoever brings data tells which files of a dispatch dataset are at its site: a map of lfn to status. */
export const updateFileStatusInDisp: ServerFunction<string | boolean> = {
  legacyName: 'updateFileStatusInDisp',
  access: 'production',
  run: async (context, parameters) => {
    const states = readSentMap(parameters, 'fileStatus');
    return releaseFiles(context, requireText(parameters, 'dataset'), [...states].filter(([, status]) => status === 'ready').map(([lfn]) => lfn));
  },
  ...textReplies,
};
