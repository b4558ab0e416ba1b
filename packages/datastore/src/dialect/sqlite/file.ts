import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { PandaError } from '@bigpanda/model';

/** How long a statement waits for another process's write. */
const busyTimeoutMilliseconds = 5000;

/** Opens or makes the file of a database, with a write-ahead log so that readers and the writer do not block each other. */
export function openFile(path: string): DatabaseSync {
  return open(path, { readOnly: false, hint: 'Make the folder, and let the user that runs this program write in it.' });
}

/** Opens the file of a database that another process may be writing. */
export function openFileReadOnly(path: string): DatabaseSync {
  if (!existsSync(path)) {
    throw new PandaError('DATABASE_MISSING', `open database: "${path}" does not exist`, { hint: 'Start panda-server, which makes it.' });
  }
  return open(path, { readOnly: true, hint: 'Let the user that runs this program read the file and write in its folder, where SQLite keeps the lock.' });
}

function open(path: string, how: { readonly readOnly: boolean; readonly hint: string }): DatabaseSync {
  let file: DatabaseSync | undefined;
  try {
    file = new DatabaseSync(path, { readOnly: how.readOnly });
    file.exec(`pragma busy_timeout = ${busyTimeoutMilliseconds}`);
    if (!how.readOnly) file.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on');
    file.prepare('select count(*) from sqlite_master').get();
    return file;
  } catch (cause) {
    file?.close();
    throw new PandaError('DATABASE_UNUSABLE', `open database: "${path}": ${(cause as Error).message}`, { hint: how.hint, cause });
  }
}
