import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { spoilPackages } from '@bigpanda/rpm-format/testing/mutation';
import { runCommand } from '../command-run.ts';

/** What the issue allows a hostile package to cost. */
const limitSeconds = 1;
const limitBytes = 256 * 1024 * 1024;
const sentinelText = 'nobody may touch this\n';

export interface ExtractionReport {
  readonly rounds: number;
  readonly failures: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}

/**
 * Unpacks spoiled packages by the command, as root and to a real disk: whatever they say, the folder is filled or is not there,
 * nothing beside it appears or changes, no link in it leads out, and the status is one that is documented.
 */
export async function campaign(seed: number, size: number): Promise<ExtractionReport> {
  const top = mkdtempSync(join(tmpdir(), 'hostile-extraction-'));
  const place = join(top, 'place');
  const failures: string[] = [];
  const figures: Record<string, number> = { slowestSeconds: 0, peakBytes: 0, residentBytes: 0, extracted: 0, refused: 0, linksMade: 0 };
  let round = -1;
  // Loading the command is not what a package costs.
  await runCommand(['rpm', 'extract', '--help']);
  mkdirSync(place);
  writeFileSync(join(top, 'sentinel'), sentinelText);
  try {
    for await (const { name, bytes } of spoilPackages(seed, size)) {
      round += 1;
      const file = join(top, 'package.rpm');
      writeFileSync(file, bytes);
      const start = performance.now();
      const { status, stderr } = await runCommand(['rpm', 'extract', file, '--to', join(place, 'target'), ...(round % 2 === 0 ? ['--partial'] : [])], { workingFolder: place });
      const seconds = (performance.now() - start) / 1000;
      const faults = [
        ...(seconds > limitSeconds ? [`took ${seconds.toFixed(1)} s`] : []),
        ...([0, 1, 2, 3].includes(status) ? [] : [`status ${status}: ${stderr}`]),
        ...findTraces(top, status === 0),
      ];
      failures.push(...faults.map((fault) => `round ${round} of ${name}: ${fault}`));
      figures[status === 0 ? 'extracted' : 'refused'] = (figures[status === 0 ? 'extracted' : 'refused'] ?? 0) + 1;
      if (status === 0) figures['linksMade'] = (figures['linksMade'] ?? 0) + listEntries(join(place, 'target')).filter((path) => lstatSync(path).isSymbolicLink()).length;
      rmSync(join(place, 'target'), { recursive: true, force: true });
      figures['slowestSeconds'] = Math.max(figures['slowestSeconds'] ?? 0, seconds);
      const { rss, heapTotal, heapUsed } = process.memoryUsage();
      figures['residentBytes'] = Math.max(figures['residentBytes'] ?? 0, rss);
      figures['peakBytes'] = Math.max(figures['peakBytes'] ?? 0, rss - (heapTotal - heapUsed));
    }
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
  if ((figures['residentBytes'] ?? 0) > limitBytes) failures.push(`memory: ${figures['residentBytes']} bytes; wanted at most ${limitBytes}`);
  return { rounds: size, failures, figures };
}

/** What is where it should not be. */
function findTraces(top: string, isExtracted: boolean): readonly string[] {
  const target = join(top, 'place/target');
  const beside = readdirSync(join(top, 'place')).filter((name) => name !== 'target');
  const has = readdirSync(join(top, 'place')).includes('target');
  const links = has ? listEntries(target).filter((path) => lstatSync(path).isSymbolicLink() && !isInside(target, path)) : [];
  return [
    ...beside.map((name) => `left "${name}" beside the target`),
    ...(has === isExtracted ? [] : [has ? 'left a target behind' : 'made no target']),
    ...links.map((path) => `the link "${path}" leads out of the target to "${readlinkSync(path)}"`),
    ...(readdirSync(top).sort().join() === 'package.rpm,place,sentinel' && readFileSync(join(top, 'sentinel'), 'utf8') === sentinelText ? [] : [`changed what is above the target: ${readdirSync(top).join()}`]),
  ];
}

function isInside(target: string, link: string): boolean {
  return `${resolve(dirname(link), readlinkSync(link))}/`.startsWith(`${target}/`);
}

function listEntries(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? [path, ...listEntries(path)] : [path];
  });
}
