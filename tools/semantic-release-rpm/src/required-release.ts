import type { PluginContext, PluginRelease } from './plugin-context.ts';

/** The release of a step that has one. @throws RangeError where semantic-release calls it without */
export function requireRelease({ nextRelease }: PluginContext): PluginRelease {
  if (nextRelease === undefined) throw new RangeError('semantic-release tells a step after analyzeCommits which release it is for');
  return nextRelease;
}
