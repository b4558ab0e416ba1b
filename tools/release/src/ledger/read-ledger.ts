import { runGit, tryGit, type GitCall } from '../git/run-git.ts';
import { ledgerLayout, parseLedgerRecord, type LedgerRecord } from './ledger-record.ts';

/** A record as it stands on the branch. */
export interface StoredLedgerRecord {
  readonly file: string;
  readonly text: string;
  readonly record: LedgerRecord;
}

/** The commit of the local ledger branch or that of the remote as it was last seen, whichever has more; absent where there is none. */
export async function findLedgerTip(call: GitCall, remote = 'origin'): Promise<string | undefined> {
  const [local, seen] = await Promise.all([ledgerLayout.ref, `refs/remotes/${remote}/${ledgerLayout.branch}`].map(async (ref) => {
    const { status, stdout } = await tryGit(call, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
    return status === 0 ? stdout.trim() : undefined;
  }));
  if (local === undefined || seen === undefined || local === seen) return local ?? seen;
  return (await tryGit(call, ['merge-base', '--is-ancestor', local, seen])).status === 0 ? seen : local;
}

/** Every record at a commit of the ledger, oldest first. Two git processes. @throws ReleaseError `LEDGER_INVALID` */
export async function readLedger(call: GitCall, tip: string | undefined): Promise<readonly StoredLedgerRecord[]> {
  if (tip === undefined) return [];
  const files = (await listLedgerFiles(call, tip)).filter((file) => /^records\/\d{6,}\.json$/.test(file)).sort();
  const texts = await readBlobs(call, files.map((file) => `${tip}:${file}`));
  return files.map((file, index) => {
    const text = texts[index] ?? '';
    return { file, text, record: parseLedgerRecord(text, `${ledgerLayout.branch}:${file}`) };
  });
}

/** Paths of all files at a commit of the ledger, sorted. */
export async function listLedgerFiles(call: GitCall, tip: string): Promise<readonly string[]> {
  return (await runGit(call, ['ls-tree', '-r', '-z', '--full-tree', '--name-only', tip])).split('\0').filter((file) => file !== '');
}

/** Texts of git's objects, in the order of their names; `undefined` for one that is not there. One git process. */
export async function readBlobs(call: GitCall, names: readonly string[]): Promise<readonly (string | undefined)[]> {
  if (names.length === 0) return [];
  const bytes = Buffer.from(`${await runGit({ ...call, input: names.map((name) => `${name}\n`).join('') }, ['cat-file', '--batch'])}\n`);
  let place = 0;
  return names.map(() => {
    const lineEnd = bytes.indexOf('\n', place);
    const [, kind, size] = bytes.subarray(place, lineEnd).toString().split(' ');
    place = lineEnd + 1;
    if (kind === undefined || size === undefined) return undefined;
    const text = bytes.subarray(place, place + Number(size)).toString();
    place += Number(size) + 1;
    return text;
  });
}
