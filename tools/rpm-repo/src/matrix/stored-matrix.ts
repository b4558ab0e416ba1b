import { hash } from 'node:crypto';
import { canonicalJson, type RepoSnapshot } from '@bigpanda/release-model';
import { armorSignature, type Signer } from '@bigpanda/signer';
import { isMembers, parseMembers, readCount, readDigest, readText, type JsonMembers } from '../json-record.ts';
import { layout, snapshotId } from '../layout.ts';
import { placeStaged, stageFile } from '../replace-file.ts';
import { repositoryDamaged } from '../repository-damage.ts';
import type { RepositoryFiles } from '../repository-files.ts';
import { judgeRows, matrixDrivers, matrixSteps, type MatrixDriver, type MatrixResult, type RowOutcome, type StepOutcome } from './matrix-result.ts';

/** Where the result of a snapshot's upgrade matrix stands. */
export function matrixFile({ target, ...snapshot }: RepoSnapshot): string {
  return layout.matrix(target, snapshotId({ target, ...snapshot }));
}

/** Writes a result beside its snapshot, signed; gives the SHA-256 of its file. Only for the holder of the lock. */
export async function storeMatrix(files: RepositoryFiles, { snapshot, result, signer }: { readonly snapshot: RepoSnapshot; readonly result: MatrixResult; readonly signer: Signer }): Promise<string> {
  const bytes = Buffer.from(canonicalJson(result));
  const file = matrixFile(snapshot);
  const signature = await signer.sign(bytes, Math.floor(Date.parse(result.finishedAt) / 1000) || 0);
  const staged = [await stageFile(files, `${file}.asc`, armorSignature(signature)), await stageFile(files, file, bytes)];
  await files.sync();
  await placeStaged(files, staged);
  await files.remove(layout.staging);
  return hash('sha256', bytes);
}

/** The result beside a snapshot, `undefined` where there is none. @throws ReleaseError `REPOSITORY_DAMAGED` */
export async function readMatrix(files: RepositoryFiles, snapshot: RepoSnapshot): Promise<MatrixResult | undefined> {
  const file = matrixFile(snapshot);
  const bytes = await files.read(file);
  return bytes === undefined ? undefined : parseMatrix(bytes, file);
}

/** @throws ReleaseError `REPOSITORY_DAMAGED`, also where the verdict is not that of the rows */
export function parseMatrix(bytes: Uint8Array, file: string): MatrixResult {
  const members = parseMembers(bytes, file);
  const { rows, programs, verdict } = members;
  if (!Array.isArray(rows) || !isMembers(programs)) throw repositoryDamaged(file, 'has no list "rows" or no "programs"');
  const outcomes = rows.map((row) => readRow(row, file));
  const known = (['passed', 'failed', 'not-run'] as const).find((each) => each === verdict);
  if (known === undefined || (known !== 'not-run' && known !== judgeRows(outcomes)) || (known === 'not-run' && rows.length > 0)) throw repositoryDamaged(file, `has the verdict ${JSON.stringify(verdict)}, which is not that of its rows`);
  return {
    schema: 1, verdict: known, snapshot: readDigest(members, 'snapshot', file), ...(members['replaced'] === undefined ? {} : { replaced: readDigest(members, 'replaced', file) }),
    versions: readCount(members, 'versions', file), programs: readPrograms(programs, file), ...(members['reason'] === undefined ? {} : { reason: readText(members, 'reason', file) }),
    rows: outcomes, finishedAt: readText(members, 'finishedAt', file),
  };
}

function readPrograms(programs: JsonMembers, file: string): MatrixResult['programs'] {
  return Object.fromEntries(matrixDrivers.flatMap((driver) => (programs[driver] === undefined ? [] : [[driver, readText(programs, driver, file)] as const])));
}

function readRow(row: unknown, file: string): RowOutcome {
  if (!isMembers(row)) throw repositoryDamaged(file, 'has a row that is no object');
  const { steps } = row;
  if (!Array.isArray(steps) || steps.length === 0) throw repositoryDamaged(file, 'has a row without "steps"');
  return {
    to: readText(row, 'to', file), ...(row['from'] === undefined ? {} : { from: readText(row, 'from', file) }), driver: choose<MatrixDriver>(row, 'driver', { file, choices: matrixDrivers }), steps: steps.map((step) => readStep(step, file)),
  };
}

function readStep(step: unknown, file: string): StepOutcome {
  if (!isMembers(step)) throw repositoryDamaged(file, 'has a step that is no object');
  const outcome = choose(step, 'outcome', { file, choices: ['passed', 'failed', 'not-run'] as const });
  return { step: choose(step, 'step', { file, choices: matrixSteps }), outcome, ...(step['detail'] === undefined ? {} : { detail: readText(step, 'detail', file) }) };
}

function choose<Choice extends string>(members: JsonMembers, name: string, { file, choices }: { readonly file: string; readonly choices: readonly Choice[] }): Choice {
  const text = readText(members, name, file);
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw repositoryDamaged(file, `has ${JSON.stringify(text)} as "${name}"`);
  return found;
}
