import type { PandaDatabase } from '../panda-database.ts';

/** A file that a user has put into the cache. */
export interface SandboxRecord {
  readonly userName: string;
  readonly fileName: string;
  readonly hostName: string;
  readonly sizeBytes: number;
  readonly checksum: string;
}

/** Notes a file of the cache. */
export async function insertSandboxFile(database: PandaDatabase, record: SandboxRecord, time: string): Promise<void> {
  await database.write((transaction) => transaction.insertInto('usercacheusage').values({
    USERNAME: record.userName, FILENAME: record.fileName, HOSTNAME: record.hostName, CREATIONTIME: time, MODIFICATIONTIME: time, FILESIZE: record.sizeBytes, CHECKSUM: record.checksum,
  }).execute());
}

/** The newest file of a user with this size and checksum; `undefined` when there is none. */
export async function findSandboxFile(database: PandaDatabase, { userName, sizeBytes, checksum }: Pick<SandboxRecord, 'userName' | 'sizeBytes' | 'checksum'>): Promise<SandboxRecord | undefined> {
  const row = await database.sql
    .selectFrom('usercacheusage').selectAll()
    .where('USERNAME', '=', userName).where('FILESIZE', '=', sizeBytes).where('CHECKSUM', '=', checksum)
    .orderBy('CREATIONTIME', 'desc').limit(1).executeTakeFirst();
  return row === undefined ? undefined : { userName: row.USERNAME, fileName: row.FILENAME, hostName: row.HOSTNAME, sizeBytes: row.FILESIZE ?? 0, checksum: row.CHECKSUM ?? '' };
}

/** Notes that a file of the cache was used, so that it is kept longer. */
export async function touchSandboxFile(database: PandaDatabase, fileName: string, time: string): Promise<void> {
  await database.write((transaction) => transaction.updateTable('usercacheusage').set({ MODIFICATIONTIME: time }).where('FILENAME', '=', fileName).execute());
}

/** Forgets files of the cache. */
export async function deleteSandboxFiles(database: PandaDatabase, fileNames: readonly string[]): Promise<void> {
  if (fileNames.length === 0) return;
  await database.write((transaction) => transaction.deleteFrom('usercacheusage').where('FILENAME', 'in', fileNames).execute());
}
