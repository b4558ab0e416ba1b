import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { canonicalJson, ReleaseError } from '@bigpanda/release-model';
import { allowances, publish, snapshotId, type Allowance, type PublishResult } from '@bigpanda/rpm-repo';
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
      const packages = findRpmFiles(context.workingFolder, paths);
      const result = await publish({ ...change, allow: options.allow, packages, verifier: await createVerifier(listCertificates(change.keys)) });
      if (options.json === true) context.write(canonicalJson(result));
      else context.write(describe(result, { dryRun: options.dryRun === true, snapshot: result.snapshot === undefined ? '' : snapshotId(result.snapshot), channel: options.channel }));
    });
}

interface Outcome {
  readonly dryRun: boolean;
  readonly snapshot: string;
  readonly channel: string;
}

function describe({ added, present, broughtBack }: PublishResult, { dryRun, snapshot, channel }: Outcome): string {
  const back = broughtBack.length === 0 ? [] : [dryRun ? 'Would be brought back to the pool, where the bytes are lost:' : 'Brought back to the pool, where the bytes were lost:', ...broughtBack.map((nevra) => `  ${nevra}`)];
  const has = `"${channel}" has ${present.length === 1 ? 'the package' : `all ${present.length} packages`} already`;
  const head = dryRun ? `Would publish to "${channel}":` : `Published to "${channel}" as snapshot ${snapshot}:`;
  const news = added.length > 0 ? [head, ...added.map((nevra) => `  ${nevra}`)] : [back.length > 0 ? `${has}; what it lists stays the same.` : `Nothing changed: ${has}.`];
  return [...back, ...news, ''].join('\n');
}

function findRpmFiles(workingFolder: string, paths: readonly string[]): readonly string[] {
  const files = paths.flatMap((path) => {
    const absolute = resolve(workingFolder, path);
    if (!statSync(absolute).isDirectory()) return [absolute];
    const names = readdirSync(absolute).filter((name) => name.endsWith('.rpm') && !name.startsWith('.')).sort();
    return names.map((name) => join(absolute, name));
  });
  if (files.length > 0) return files;
  throw new ReleaseError('RPM_FILES_MISSING', `add packages: no RPM file in ${paths.map((path) => `"${path}"`).join(', ')}`, { exitStatus: 2, hint: 'Make some with: bigpanda rpm build' });
}
