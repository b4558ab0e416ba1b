import { randomBytes } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { collectGarbage, ContentMemory, publish, verifyRepository } from '../../src/index.ts';
import { createSite, publishOptions, sampleConfig, writeSample } from '../sample-repository.ts';

export interface StorageSize {
  readonly publishes: number;
  /** Of what each package holds, which does not get smaller by packing. */
  readonly packageBytes: number;
}

export interface StorageReport {
  readonly publishes: number;
  /** Sum of the sizes of the packages. */
  readonly packagesBytes: number;
  /** Blocks that the repository takes on the disk, what has two names once; after the last publish, and after gc with the shortest retention. */
  readonly diskBytes: number;
  readonly collectedBytes: number;
  /** Bytes on the disk over the sum of the packages. */
  readonly ratio: number;
  readonly failures: readonly string[];
}

const allowedRatio = 1.3;
const blockBytes = 512;

/** Publishes packages one by one and looks at what they take on the disk, before and after gc. */
export async function campaign({ publishes, packageBytes }: StorageSize): Promise<StorageReport> {
  await using site = await createSite();
  const memory = new ContentMemory();
  let packagesBytes = 0;
  for (let number = 0; number < publishes; number += 1) {
    const name = `sample-${number}`;
    const rpm = await writeSample({ name, files: [{ path: `/usr/share/${name}`, type: 'file', mode: 0o644, content: randomBytes(packageBytes) }] }, site.signer);
    packagesBytes += rpm.bytes.length;
    await publish(publishOptions(site, [rpm], { memory }));
  }
  const diskBytes = await measureDisk(site.root);
  const { record } = publishOptions(site, []);
  await collectGarbage({ ...publishOptions(site, []), config: { ...sampleConfig, retention: { days: 2, snapshots: 1 } }, record: { ...record, publishedAt: '2027-01-01T00:00:00Z' }, nowSeconds: Date.parse('2027-01-01T00:00:00Z') / 1000 });
  const collectedBytes = await measureDisk(site.root);
  const ratio = Math.round((diskBytes / packagesBytes) * 1000) / 1000;
  const findings = await verifyRepository(site.root, { publicKeys: [site.signer.publicKeyArmored] });
  const failures = [...findings.map(({ code, file }) => `${code} ${file}`), ...(ratio > allowedRatio ? [`the ratio is above ${allowedRatio}`] : []), ...(collectedBytes >= diskBytes ? ['gc freed nothing'] : [])];
  return { publishes, packagesBytes, diskBytes, collectedBytes, ratio, failures };
}

async function measureDisk(root: string): Promise<number> {
  const blocks = new Map<number, number>();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const { ino, blocks: count } = await lstat(join(entry.parentPath, entry.name));
    blocks.set(ino, count);
  }
  return [...blocks.values()].reduce((sum, count) => sum + count, 0) * blockBytes;
}
