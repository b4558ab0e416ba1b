import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { canonicalJson, ReleaseError } from '@bigpanda/release-model';
import { allowances, publish, snapshotId, type Allowance } from '@bigpanda/rpm-repo';
import { createVerifier } from '@bigpanda/signer';
import type { Context } from '../../context.ts';
import { listCertificates } from '../../pipeline/open-signing.ts';
import { addChannelFlags, openChange, type ChannelFlags } from './change-options.ts';

interface AddFlags extends ChannelFlags {
  readonly allow: readonly Allowance[];
}

export function defineAddCommand(command: Command, context: Context): void {
  addChannelFlags(command, 'bigpanda repo add')
    .argument('<path...>', 'RPM files, or folders of them')
    .option('--channel <channel>', 'channel to publish to', 'testing')
    .addOption(new Option('--allow <rule...>', 'rules that are waived').choices([...allowances]).default([]))
    .action(async (paths: readonly string[], options: AddFlags) => {
      const change = await openChange(context, options);
      const packages = await findRpmFiles(context.workingFolder, paths);
      const result = await publish({ ...change, allow: options.allow, packages, verifier: await createVerifier(listCertificates(change.keys)) });
      if (options.json === true) context.write(canonicalJson(result));
      else context.write(describe(result.added, { present: result.present.length, dryRun: options.dryRun === true, snapshot: result.snapshot === undefined ? '' : snapshotId(result.snapshot), channel: options.channel }));
    });
}

interface Outcome {
  readonly present: number;
  readonly dryRun: boolean;
  readonly snapshot: string;
  readonly channel: string;
}

function describe(added: readonly string[], { present, dryRun, snapshot, channel }: Outcome): string {
  if (added.length === 0) return `Nothing changed: "${channel}" has ${present === 1 ? 'the package' : `all ${present} packages`} already.\n`;
  const head = dryRun ? `Would publish to "${channel}":` : `Published to "${channel}" as snapshot ${snapshot}:`;
  return [head, ...added.map((nevra) => `  ${nevra}`), ''].join('\n');
}

async function findRpmFiles(workingFolder: string, paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map(async (path) => {
    const absolute = resolve(workingFolder, path);
    if (!(await stat(absolute)).isDirectory()) return [absolute];
    const names = (await readdir(absolute)).filter((name) => name.endsWith('.rpm') && !name.startsWith('.')).sort();
    return names.map((name) => join(absolute, name));
  }));
  const files = found.flat();
  if (files.length > 0) return files;
  throw new ReleaseError('RPM_FILES_MISSING', `add packages: no RPM file in ${paths.map((path) => `"${path}"`).join(', ')}`, { exitStatus: 2, hint: 'Make some with: bigpanda rpm build' });
}
