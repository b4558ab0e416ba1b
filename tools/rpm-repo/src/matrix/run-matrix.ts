import { rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RepoSnapshot } from '@bigpanda/release-model';
import { readContent } from '../content-reader.ts';
import { layout, poolPath, snapshotId } from '../layout.ts';
import { openRepositoryFiles } from '../repository-files.ts';
import { emptyContent } from '../snapshot-content.ts';
import { makeTemporaryFolder } from '../temporary-folder.ts';
import { findBusybox, writeBasePackage } from './base-package.ts';
import { planMatrix, type MatrixRow } from './matrix-plan.ts';
import { judgeRows, matrixDrivers, type MatrixDriver, type MatrixResult, type RowOutcome } from './matrix-result.ts';
import { runProgram } from './program.ts';
import { createRoot } from './throwaway-root.ts';
import { tryRow } from './try-row.ts';

export interface MatrixOptions {
  /** Folder of the repository. */
  readonly root: string;
  /** What is to be promoted. */
  readonly source: RepoSnapshot;
  /** What hosts come from. */
  readonly destination?: RepoSnapshot;
  /** Published versions that each package is upgraded from, at most. */
  readonly versions: number;
  /** Roots that are tried at the same time; the number of processors when absent. */
  readonly workers?: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly signal?: AbortSignal;
  /** Told before each trial. */
  readonly onTrial?: (trial: MatrixTrial) => void;
}

/** A trial that begins, of how many. */
export interface MatrixTrial {
  readonly number: number;
  readonly count: number;
  readonly row: MatrixRow;
  readonly driver: MatrixDriver;
}

/**
 * Tries what promoting a snapshot does to hosts: each package that changes is installed in an earlier version, upgraded, verified, downgraded and
 * erased in a root of its own with scriptlets running, by rpm and by dnf. Where that cannot be done, the verdict is `not-run` and says why.
 * @throws ReleaseError `REPOSITORY_DAMAGED`; the reason of the signal
 */
export async function runMatrix(options: MatrixOptions): Promise<MatrixResult> {
  const { root, source, destination, versions, env, now } = options;
  const files = openRepositoryFiles(root);
  const rows = planMatrix({ source: await readContent(files, source), destination: destination === undefined ? emptyContent('gzip') : await readContent(files, destination), versions });
  const subject = { schema: 1 as const, snapshot: source.digest, ...(destination === undefined ? {} : { replaced: destination.digest }), versions };
  const programs = await findPrograms();
  const busybox = await findBusybox(env);
  const lack = rows.length === 0 ? undefined : describeLack(programs, busybox);
  if (lack !== undefined || busybox === undefined) return { ...subject, verdict: rows.length === 0 ? 'passed' : 'not-run', programs: {}, ...(lack === undefined ? {} : { reason: lack }), rows: [], finishedAt: now().toISOString() };
  const outcomes = await tryRows(rows, { options, busybox, drivers: matrixDrivers.filter((driver) => programs[driver] !== undefined) });
  const missing = matrixDrivers.filter((driver) => programs[driver] === undefined);
  return { ...subject, verdict: judgeRows(outcomes), programs, ...(missing.length === 0 ? {} : { reason: `without ${missing.join(' and ')}, which is not on this machine` }), rows: outcomes, finishedAt: now().toISOString() };
}

async function findPrograms(): Promise<MatrixResult['programs']> {
  const found = await Promise.all(matrixDrivers.map(async (driver) => {
    const { status, output } = await runProgram(driver, ['--version']);
    const [version] = /\d+(?:\.\d+)+/.exec(output) ?? [];
    return status === 0 && version !== undefined ? [[driver, version] as const] : [];
  }));
  return Object.fromEntries(found.flat());
}

/** Why nothing can be tried on this machine. */
function describeLack(programs: MatrixResult['programs'], busybox: string | undefined): string | undefined {
  const lacks = [
    ...(programs.rpm === undefined ? ['rpm is not on this machine'] : []),
    ...(busybox === undefined ? ['busybox is not on this machine'] : []),
    ...(process.getuid?.() === 0 ? [] : ['scriptlets run in a changed root, which only the superuser may do']),
  ];
  return lacks.length === 0 ? undefined : lacks.join('; ');
}

interface Trials {
  readonly options: MatrixOptions;
  readonly busybox: string;
  readonly drivers: readonly MatrixDriver[];
}

async function tryRows(rows: readonly MatrixRow[], { options, busybox, drivers }: Trials): Promise<readonly RowOutcome[]> {
  const folder = await makeTemporaryFolder('matrix-base');
  try {
    const basePackage = join(folder, 'base.rpm');
    await writeFile(basePackage, await writeBasePackage(busybox, rows.flatMap(({ outside }) => outside)));
    const trials = rows.flatMap((row) => drivers.map((driver) => ({ row, driver })));
    const outcomes: RowOutcome[] = [];
    const waiting = [...trials.entries()];
    await Promise.all(Array.from({ length: options.workers ?? availableParallelism() }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [index, { row, driver }] = next;
        options.onTrial?.({ number: index + 1, count: trials.length, row, driver });
        outcomes[index] = await tryOne(row, driver, { options, basePackage });
      }
    }));
    return outcomes;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function tryOne(row: MatrixRow, driver: MatrixDriver, { options, basePackage }: { readonly options: MatrixOptions; readonly basePackage: string }): Promise<RowOutcome> {
  const { root: repository, source, destination, signal } = options;
  const snapshots = [source, ...(destination === undefined ? [] : [destination])];
  const repositories = snapshots.map((snapshot) => pathToFileURL(join(repository, layout.snapshot(snapshot.target, snapshotId(snapshot)))).href);
  await using root = await createRoot({ basePackage, repositories: driver === 'dnf' ? repositories : [], ...(signal === undefined ? {} : { signal }) });
  // Awaited here: the root goes when this function is left.
  return await tryRow(row, driver, { root, locate: (listed) => join(repository, poolPath(listed)) });
}
