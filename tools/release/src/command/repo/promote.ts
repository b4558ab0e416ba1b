import { InvalidArgumentError, type Command } from 'commander';
import { canonicalJson } from '@bigpanda/release-model';
import { findMatrix, promoteChannel, runMatrix, type ChangeOptions, type MatrixResult, type MatrixRule } from '@bigpanda/rpm-repo';
import type { Context } from '../../context.ts';
import { renderMatrix } from '../../view/matrix.ts';
import { showProgress } from '../../view/progress.ts';
import { addChannelFlags, openChange, showChange, type ChannelFlags } from './change-options.ts';

interface PromoteFlags extends Omit<ChannelFlags, 'channel'> {
  readonly from: string;
  readonly to: string;
  /** Absent when nothing was said. */
  readonly matrix?: boolean;
  readonly matrixVersions?: number;
}

export function definePromoteCommand(command: Command, context: Context): void {
  addChannelFlags(command, 'bigpanda repo promote')
    .option('--from <channel>', 'channel whose snapshot is promoted', 'testing')
    .option('--to <channel>', 'channel that is to give it out', 'stable')
    .option('--matrix', 'try upgrades, downgrades and erasing on throw-away hosts first, even if they were tried before')
    .option('--no-matrix', 'promote without, which the record says')
    .option('--matrix-versions <number>', 'published versions that each package is upgraded from, at most (default: "matrix" in repository.json)', parseCount)
    .action(async (given: PromoteFlags) => {
      const flags = { ...given, channel: given.to };
      const change = await openChange(context, flags);
      const rule = await decideMatrix(change, given, context);
      const result = await promoteChannel({ ...change, from: given.from, ...(rule === undefined ? {} : { matrix: rule }) });
      if (flags.json === true) context.write(canonicalJson({ ...result, ...(rule?.kind === 'tried' ? { matrix: rule.result } : {}) }));
      else showChange(context, flags, { result, done: `it gives out what "${given.from}" does`, nothing: `"${given.to}" gives out what "${given.from}" does`, lines: result.lostNotices.map(({ id, title }) => `its notice ${id} (${title}) goes, which "${given.from}" does not have: announce it there with bigpanda repo advisory`) });
    });
}

/** The upgrade matrix to hold to: the stored one where it is of the same two snapshots, else one that is run now. */
async function decideMatrix(change: ChangeOptions, { from, to, matrix, matrixVersions }: PromoteFlags, context: Context): Promise<MatrixRule | undefined> {
  const settings = change.config.matrix;
  if (matrix === false || (matrix === undefined && !settings.run)) return { kind: 'waived' };
  const versions = matrixVersions ?? settings.versions;
  const { source, destination, matrix: stored } = await findMatrix(change.root, { from, to, target: change.target, versions });
  if (source === undefined || source.digest === destination?.digest) return undefined;
  const result = stored !== undefined && matrix !== true ? stored : await tryUpgrades(context, { root: change.root, source, ...(destination === undefined ? {} : { destination }), versions });
  context.writeError(renderMatrix(result, context.isTerminal && context.env['NO_COLOR'] === undefined));
  return { kind: 'tried', result, required: settings.required };
}

async function tryUpgrades(context: Context, subject: Pick<Parameters<typeof runMatrix>[0], 'root' | 'source' | 'destination' | 'versions'>): Promise<MatrixResult> {
  const results: MatrixResult[] = [];
  const run = async (say: (text: string) => void): Promise<void> => {
    results.push(await runMatrix({
      ...subject, env: context.env, now: context.now, signal: context.signal,
      onTrial: ({ number, count, row: { name, from, to }, driver }) => say(`${number} of ${count}: ${name} ${from === undefined ? '' : `${from.version} -> `}${to.version} by ${driver}`),
    }));
  };
  await showProgress(context, [{ title: 'Try upgrades on throw-away hosts', run }]);
  const [result] = results;
  if (result === undefined) throw new Error('a step ended without a result');
  return result;
}

function parseCount(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= 50) return count;
  throw new InvalidArgumentError('It is a number from 1 to 50.');
}
