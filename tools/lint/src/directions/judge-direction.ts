import { directionTableFile, findAllowedFolders, type DirectionTable, matchesFolder } from './direction-table.ts';

/** Why one folder may not use another, and what to do about it. */
export interface DirectionProblem {
  /** The facts, to stand after the action and a colon. */
  readonly facts: string;
  readonly hint: string;
}

/** What is wrong with a folder using another, by the table; `undefined` when nothing is. A folder may always use itself. */
export function judgeDirection(table: DirectionTable, from: string, to: string): DirectionProblem | undefined {
  if (from === to) return undefined;
  const allowed = findAllowedFolders(table, from);
  if (allowed === undefined) {
    return {
      facts: `"${from}" is not in ${directionTableFile}, so it may not import "${to}" or anything else of ours`,
      hint: `Add "${from}" to ${directionTableFile} with the folders that it may import.`,
    };
  }
  if (allowed.some((pattern) => matchesFolder(pattern, to))) return undefined;
  return {
    facts: `"${from}" may not import "${to}"; allowed ${listFolders(allowed)}`,
    hint: 'Move what both need into a folder that both may import, or hand it in as an argument.',
  };
}

function listFolders(folders: readonly string[]): string {
  if (folders.length === 0) return 'is nothing of ours';
  return `${folders.length === 1 ? 'is' : 'are'} ${folders.map((folder) => `"${folder}"`).join(', ')}`;
}
