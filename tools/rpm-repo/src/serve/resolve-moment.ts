import { findTimeName } from '../history-links.ts';
import { layout } from '../layout.ts';
import { openRepositoryFiles } from '../repository-files.ts';

/** The path with any moment below `at/<channel>/<target>/` replaced by the last publish that is not after it; static servers answer for the moments of publishes only. */
export async function resolveMoment(root: string, parts: readonly string[]): Promise<readonly string[]> {
  const [folder, channel, target, moment, ...rest] = parts;
  if (folder !== layout.times || channel === undefined || target === undefined || moment === undefined || !/^\d{8}T\d{6}Z$/.test(moment)) return parts;
  const names = (await openRepositoryFiles(root).list(layout.timeLinks(channel, target))).map(({ name }) => name);
  const found = findTimeName(names, moment);
  return found === undefined ? parts : [folder, channel, target, found, ...rest];
}
