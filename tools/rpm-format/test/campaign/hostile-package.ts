import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { comparePackages, listChecks, listFiles, listQueryFields, openRpm, planExtraction, readPackageMetadata, readRpm, readScriptlets, readTriggers, replaceSignatures, RpmFormatError, type ExtractionStep } from '@bigpanda/rpm-format';
import type { CampaignReport } from './campaign-report.ts';
import { spoilPackages } from './mutation.ts';

/** What the issue allows a hostile package to cost. */
const limitSeconds = 1;
const limitBytes = 256 * 1024 * 1024;
const target = '/target';

/** Spoils packages of every kind and reads all there is of them: only an RpmFormatError or a list of problems may come out. */
export async function campaign(seed: number, size: number): Promise<CampaignReport> {
  const failures: string[] = [];
  const figures: Record<string, number> = { slowestSeconds: 0, peakBytes: 0, residentBytes: 0, readable: 0 };
  let round = -1;
  // V8 would keep free room for young objects by the size of the machine, up to 128 MB; `bigpanda rpm` sets the same.
  setFlagsFromString('--semi-space-growth-factor=1');
  for await (const { name, bytes } of spoilPackages(seed, size)) {
    round += 1;
    const start = performance.now();
    const fault = await readEverything(bytes);
    const seconds = (performance.now() - start) / 1000;
    if (fault === 'readable') figures['readable'] = (figures['readable'] ?? 0) + 1;
    else if (fault !== undefined) failures.push(`round ${round} of ${name}: ${fault}`);
    if (seconds > limitSeconds) failures.push(`round ${round} of ${name}: took ${seconds.toFixed(1)} s`);
    figures['slowestSeconds'] = Math.max(figures['slowestSeconds'] ?? 0, seconds);
    const { rss, heapTotal, heapUsed } = process.memoryUsage();
    figures['residentBytes'] = Math.max(figures['residentBytes'] ?? 0, rss);
    figures['peakBytes'] = Math.max(figures['peakBytes'] ?? 0, rss - (heapTotal - heapUsed));
  }
  if ((figures['residentBytes'] ?? 0) > limitBytes) failures.push(`memory: ${figures['residentBytes']} bytes; wanted at most ${limitBytes}`);
  return { rounds: size, failures, figures };
}

/** What went wrong, `readable` when nothing was refused, undefined when it was refused as it should be. */
async function readEverything(bytes: Buffer): Promise<string | undefined> {
  const readers: readonly (() => Promise<void>)[] = [
    async () => { await listChecks(Readable.from([bytes]), { verify: async () => ({ valid: true, fingerprint: '' }), readContents: true }); },
    async () => { readPackageMetadata(bytes); },
    async () => { listQueryFields(readRpm(bytes)); },
    async () => { readScriptlets(readRpm(bytes).header); },
    async () => { readTriggers(readRpm(bytes).header); },
    async () => { comparePackages({ header: readRpm(bytes).header, sizeBytes: 1 }, { header: readRpm(bytes).header, sizeBytes: 1 }); },
    async () => { replaceSignatures(bytes, [Buffer.alloc(300)]); },
    () => extract(bytes),
  ];
  const results: string[] = [];
  for (const reader of readers) results.push(await attempt(reader));
  const fault = results.find((result) => result !== 'refused' && result !== 'read');
  return fault ?? (results.every((result) => result === 'read') ? 'readable' : undefined);
}

async function attempt(work: () => Promise<void>): Promise<string> {
  try {
    await work();
    return 'read';
  } catch (error) {
    if (error instanceof RpmFormatError) return 'refused';
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** Goes through a package as someone who unpacks it does, and looks at where each file would go. */
async function extract(bytes: Buffer): Promise<void> {
  const rpm = await openRpm(Readable.from([bytes]));
  try {
    const { steps } = planExtraction(listFiles(rpm.header), { rebaseLinks: bytes.length % 2 === 0 });
    const outside = steps.filter((step) => !isInside(step));
    if (outside.length > 0) throw new Error(`would write outside the target: ${JSON.stringify(outside)}`);
    for await (const entry of rpm.entries()) for await (const _ of entry.content);
  } finally {
    await rpm.close();
  }
}

function isInside(step: ExtractionStep): boolean {
  const within = (path: string) => path.startsWith(`${target}/`);
  const file = posix.resolve(target, step.path);
  if (step.type === 'symlink') return within(file) && `${posix.resolve(posix.dirname(file), step.target)}/`.startsWith(`${target}/`);
  return within(file) && (step.type !== 'hardlink' || within(posix.resolve(target, step.contentPath)));
}
