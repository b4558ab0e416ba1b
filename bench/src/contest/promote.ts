import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promoteChannel, publish, rollbackChannel } from '@bigpanda/rpm-repo';
import type { Benchmark, Contest } from '../benchmark.ts';
import { createBenchKey, publishSettings, type BenchKey } from '../publish-settings.ts';
import { makePackage, writePackages } from '../sample-packages.ts';

/** Packages of the larger channel; the environment may say otherwise. */
const packageCount = Number(process.env['BENCH_PACKAGES'] ?? 20_000);
const fewPackages = 100;

/** Promotes a channel of 20,000 packages and rolls it back; the peer is the same with 100: the ratio is what size costs. */
export const benchmark: Benchmark = {
  peer: `bigpanda-with-${fewPackages}-packages`,
  runs: 15,
  direction: 'lower',
  prepare: async (): Promise<Contest> => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-promote-'));
    const key = await createBenchKey(folder);
    const [many, few] = [await prepareChannel(join(folder, 'many'), packageCount, key), await prepareChannel(join(folder, 'few'), fewPackages, key)];
    return { ours: many, theirs: few, note: () => `packages=${packageCount}`, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
  },
};

async function prepareChannel(folder: string, count: number, key: BenchKey): Promise<() => Promise<void>> {
  await mkdir(join(folder, 'tree'), { recursive: true });
  const settings = publishSettings(folder, key);
  await publish({ ...settings, packages: await writePackages(join(folder, 'tree'), { count, signer: key.signer }) });
  await promoteChannel({ ...settings, from: 'testing', channel: 'stable' });
  await publish({ ...settings, packages: [{ file: 'one.rpm', bytes: await makePackage('one', key.signer) }] });
  return async () => {
    await promoteChannel({ ...settings, from: 'testing', channel: 'stable' });
    await rollbackChannel({ ...settings, channel: 'stable', to: '1' });
  };
}
