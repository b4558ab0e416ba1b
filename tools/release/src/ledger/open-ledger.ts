import { ReleaseError } from '@bigpanda/release-model';
import { readTopLevel } from '../configuration.ts';
import type { Context } from '../context.ts';
import type { GitCall } from '../git/run-git.ts';
import { findLedgerTip, readLedger, type StoredLedgerRecord } from './read-ledger.ts';

/** The ledger of a clone, as it is here. */
export interface OpenLedger {
  readonly root: string;
  readonly git: GitCall;
  readonly tip: string;
  /** Oldest first. */
  readonly records: readonly StoredLedgerRecord[];
}

/** @throws ReleaseError `LEDGER_MISSING` (exit status 2), `LEDGER_INVALID` */
export async function openLedgerOf(context: Context): Promise<OpenLedger> {
  const root = await readTopLevel(context.workingFolder);
  const git = { root, env: context.env };
  const tip = await findLedgerTip(git);
  if (tip === undefined) throw new ReleaseError('LEDGER_MISSING', 'read the ledger: this clone has no branch "ledger", neither its own nor that of "origin"', { exitStatus: 2, hint: 'Fetch it: git fetch origin ledger:ledger; the first bigpanda release begins it.' });
  return { root, git, tip, records: await readLedger(git, tip) };
}
