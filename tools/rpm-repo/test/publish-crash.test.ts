import { execFile } from 'node:child_process';
import { cp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listPackages, publish, verifyRepository } from '../src/index.ts';
import { openFaultyFiles, type FaultKind } from './faulty-files.ts';
import { createSite, publishOptions, writeSample, type SampleRpm, type SampleSite } from './sample-repository.ts';

const oldWorld: readonly string[] = ['old'];
const newWorld: readonly string[] = ['new', 'old', 'sample-release'];
/** More changes than a publish makes. */
const endlessSteps = 100;

let site: SampleSite;
let incoming: readonly SampleRpm[];

beforeAll(async () => {
  site = await createSite();
  await publish(publishOptions(site, [await writeSample({ name: 'old' }, site.signer)]));
  incoming = [await writeSample({ name: 'new' }, site.signer), await writeSample({ name: 'sample-release' }, site.signer)];
});
afterAll(() => site[Symbol.asyncDispose]());

async function copySite(name: string): Promise<SampleSite> {
  const root = join(site.folder, name);
  await cp(site.root, root, { recursive: true, verbatimSymlinks: true });
  return { ...site, root };
}

async function listNames(root: string): Promise<readonly string[]> {
  return (await listPackages(root, 'testing', 'el9')).map(({ name }) => name);
}

async function expectWholeWorld(root: string): Promise<void> {
  expect([oldWorld, newWorld]).toContainEqual(await listNames(root));
  const findings = await verifyRepository(root, { publicKeys: [site.signer.publicKeyArmored] });
  expect(findings.filter(({ code }) => code !== 'LEFTOVER')).toEqual([]);
}

async function expectRepair(copy: SampleSite): Promise<void> {
  await publish(publishOptions(copy, incoming));
  expect(await listNames(copy.root)).toEqual(newWorld);
  expect(await verifyRepository(copy.root, { publicKeys: [site.signer.publicKeyArmored] })).toEqual([]);
}

/** Publishes with a fault at one step; `false` when the publish ended before it. */
async function crashAt(copy: SampleSite, step: number, kind: FaultKind): Promise<boolean> {
  const files = openFaultyFiles(copy.root, { step, kind, strike: () => { throw new Error('the disk is gone'); } });
  return publish(publishOptions(copy, incoming, { files })).then(() => false, (error: unknown) => {
    expect(error).toMatchObject({ message: 'the disk is gone' });
    return true;
  });
}

describe('publish that is cut off', () => {
  it.each([['half way through', 'half'], ['after', 'after']] as const)('leaves the old world or the new one %s every change to the disk, and the next publish cleans up', async (_when, kind) => {
    const worlds = new Set<string>();
    for (let step = 1; step < endlessSteps; step += 1) {
      const copy = await copySite(`${kind}-${step}`);
      if (!(await crashAt(copy, step, kind))) {
        expect(step).toBeGreaterThan(20);
        expect(worlds).toEqual(new Set([oldWorld.join(), newWorld.join()]));
        return;
      }
      await expectWholeWorld(copy.root);
      worlds.add((await listNames(copy.root)).join());
      await expectRepair(copy);
    }
    expect.fail('the publish never ended');
  });

  it('can be cut off again while the next publish cleans up', async () => {
    for (let step = 1; step < 12; step += 1) {
      const copy = await copySite(`again-${step}`);
      await crashAt(copy, 14, 'after');
      await crashAt(copy, step, 'after');
      await expectWholeWorld(copy.root);
      await expectRepair(copy);
    }
  });

  it.each([4, 9, 18, 24])('leaves a whole world and a lock that is taken over when the process is killed at change %i', async (step) => {
    const copy = await copySite(`killed-${step}`);
    for (const { file, bytes } of incoming) await writeFile(join(site.folder, file), bytes);
    const child = promisify(execFile)(process.execPath, [
      join(import.meta.dirname, 'killed-publish.ts'), copy.root, join(site.folder, 'site.key'), String(step), ...incoming.map(({ file }) => join(site.folder, file)),
    ]);
    await expect(child).rejects.toMatchObject({ signal: 'SIGKILL' });
    expect(await readdir(copy.root)).toContain('.lock');
    await expectWholeWorld(copy.root);
    await expectRepair(copy);
  });
});
