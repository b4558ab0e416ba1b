import { createReadStream } from 'node:fs';
import { chmod, link, lutimes, mkdir, open, symlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { openRpm, RpmFormatError, type ExtractionStep, type PayloadFindings } from '@bigpanda/rpm-format';

/** Files of a package that is unpacked, by what stands in its payload for each. */
type FileSteps = ReadonlyMap<string, Extract<ExtractionStep, { readonly type: 'file' }>>;

export interface Unpacking {
  /** Absolute path of the RPM file. */
  readonly path: string;
  /** Absolute path of an empty folder that nobody else writes to. */
  readonly folder: string;
  readonly steps: readonly ExtractionStep[];
  readonly signal: AbortSignal;
}

/**
 * Makes what a plan says in an empty folder, and compares every file with its digest.
 * Permissions and times come last, so that a folder that nobody may write to can be filled.
 * @throws ReleaseError `RPM_DAMAGED`, exit status 3; RpmFormatError
 */
export async function unpack({ path, folder, steps, signal }: Unpacking): Promise<void> {
  for (const step of steps) if (step.type === 'dir') await mkdir(join(folder, step.path), { recursive: true, mode: 0o700 });
  await writeFiles({ path, folder, steps, signal });
  for (const step of steps) {
    const target = join(folder, step.path);
    if (step.type === 'hardlink') await makeBelow(target, () => link(join(folder, step.contentPath), target));
    if (step.type === 'symlink') await makeBelow(target, () => symlink(step.target, target));
  }
  // Last ones first: what is inside a folder before the folder.
  for (const step of steps.toReversed()) await finishStep(join(folder, step.path), step);
}

async function writeFiles({ path, folder, steps, signal }: Unpacking): Promise<void> {
  const wanted: FileSteps = new Map(steps.flatMap((step) => (step.type === 'file' ? [[nameOf(step.payloadName), step] as const] : [])));
  const written = new Set<string>();
  const stream = createReadStream(path, { highWaterMark: 1 << 20 });
  const rpm = await openRpm(stream);
  try {
    for await (const { name, file, sizeBytes, content } of rpm.entries()) {
      signal.throwIfAborted();
      const key = nameOf(file?.path ?? name);
      const step = wanted.get(key);
      if (step === undefined) continue;
      // Of a file with several names only one entry has the content.
      if (sizeBytes === 0 && step.sizeBytes > 0 && !written.has(key)) continue;
      if (written.has(key) || sizeBytes !== step.sizeBytes) throw damaged(path, `"/${step.path}" has ${sizeBytes} bytes or stands twice; wanted ${step.sizeBytes} bytes once`);
      written.add(key);
      await makeBelow(join(folder, step.path), () => writeFile(join(folder, step.path), content));
    }
    requireSame(path, await rpm.finish());
    const absent = [...wanted].find(([key]) => !written.has(key));
    if (absent !== undefined) throw damaged(path, `its payload has no "/${absent[1].path}"`);
  } catch (error) {
    if (error instanceof RpmFormatError && error.code !== 'PAYLOAD_CODEC_UNSUPPORTED') throw damaged(path, error.message, error);
    throw error;
  } finally {
    await rpm.close();
    stream.destroy();
  }
}

/** A file that is there already was put there by an entry of the same name, which no plan has. */
async function writeFile(target: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(target, 'wx', 0o600);
  try {
    for await (const chunk of content) await handle.writeFile(chunk);
  } finally {
    await handle.close();
  }
}

/** Folders that the package does not own itself are made as they are needed. */
async function makeBelow(target: string, make: () => Promise<void>): Promise<void> {
  try {
    await make();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    await mkdir(dirname(target), { recursive: true, mode: 0o755 });
    await make();
  }
}

async function finishStep(target: string, step: ExtractionStep): Promise<void> {
  if (step.type === 'hardlink') return;
  if (step.type === 'symlink') {
    await lutimes(target, step.mtimeSeconds, step.mtimeSeconds);
    return;
  }
  await utimes(target, step.mtimeSeconds, step.mtimeSeconds);
  await chmod(target, step.mode);
}

function requireSame(path: string, { digests, wrongFiles }: PayloadFindings): void {
  const wrong = digests.find(({ recorded, found }) => recorded.wanted.toLowerCase() !== found);
  if (wrong !== undefined) throw damaged(path, `the ${wrong.recorded.of} ${wrong.recorded.algorithm} is "${wrong.found}"; wanted "${wrong.recorded.wanted}"`);
  if (wrongFiles.length > 0) throw damaged(path, `${wrongFiles.length} files are not as its header says, the first "${wrongFiles[0] ?? ''}"`);
}

function damaged(path: string, fact: string, cause?: unknown): ReleaseError {
  return new ReleaseError('RPM_DAMAGED', `extract "${path}": ${fact}`, { exitStatus: 3, cause, hint: 'Fetch the file again; nothing of it was left behind.' });
}

function nameOf(payloadName: string): string {
  return payloadName.replace(/^\.?\/+/, '');
}
