import * as z from 'zod';

/** Where the table stands, below the workspace. */
export const directionTableFile = 'repo-config/import-directions.json';

const folderPattern = z.string().regex(/^[^/]+(?:\/[^/]+)*$/, 'a folder below the workspace, where "*" may stand for one whole part');

/** The schema of the table: folders, or patterns of folders, to the folders that they may import. */
export const directionTableSchema = z.record(folderPattern, z.array(folderPattern));

export type DirectionTable = z.output<typeof directionTableSchema>;

/** Whether a folder is meant by a pattern: part by part, `*` for any one part. */
export function matchesFolder(pattern: string, folder: string): boolean {
  const wanted = pattern.split('/');
  const parts = folder.split('/');
  return wanted.length === parts.length && wanted.every((part, index) => part === '*' || part === parts[index]);
}

/**
 * The patterns of folders that a folder may import besides itself, `undefined` when the table does not name it.
 * An exact key goes before a pattern, an earlier pattern before a later one.
 */
export function findAllowedFolders(table: DirectionTable, folder: string): readonly string[] | undefined {
  const key = Object.hasOwn(table, folder) ? folder : Object.keys(table).find((pattern) => matchesFolder(pattern, folder));
  return key === undefined ? undefined : table[key];
}
