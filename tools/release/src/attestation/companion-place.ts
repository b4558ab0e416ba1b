import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { companionKinds, ReleaseError, type CompanionKind } from '@bigpanda/release-model';

/** What tells of a package, and where it was found. */
export interface FoundCompanions {
  /** For people, such as `beside the file`. */
  readonly place: string;
  readonly texts: ReadonlyMap<CompanionKind, Uint8Array>;
}

/** A package that is looked for. */
export interface SoughtPackage {
  /** Absolute path. */
  readonly path: string;
  /** As a repository calls it: `<name>-<version>-<release>.<arch>.rpm`. */
  readonly fileName: string;
  readonly sha256: string;
}

/** Milliseconds that a server may take for one file. */
const answerMilliseconds = 20_000;
/** What a server gives is not trusted yet; a bill of a thousand packages has half a megabyte. */
const answerMebibytes = 16;

/**
 * What lies beside a package: beside the file itself, or else in the pool of the repositories that are named, folders or URLs, in their order. Absent where none has anything.
 * @throws ReleaseError `REPOSITORY_UNREACHABLE`
 */
export async function findCompanions(sought: SoughtPackage, repositories: readonly string[]): Promise<FoundCompanions | undefined> {
  const inPool = `pool/${sought.sha256.slice(0, 2)}/${sought.sha256}/${sought.fileName}`;
  const places = [{ place: 'beside the file', stem: sought.path }, ...repositories.map((root) => ({ place: `in "${root}"`, stem: `${/^https?:\/\//.test(root) ? root : resolve(root)}/${inPool}` }))];
  for (const { place, stem } of places) {
    const found = await Promise.all(companionKinds.map(async (kind) => [kind, await read(`${stem}.${kind}.json`)] as const));
    const texts = new Map(found.flatMap(([kind, bytes]) => (bytes === undefined ? [] : [[kind, bytes]])));
    if (texts.has('provenance') || texts.has('cdx')) return { place, texts };
  }
  return undefined;
}

async function read(place: string): Promise<Uint8Array | undefined> {
  if (!/^https?:\/\//.test(place)) return readFile(place).catch(() => undefined);
  try {
    const answer = await fetch(place, { signal: AbortSignal.timeout(answerMilliseconds) });
    if (answer.ok) return await readLimited(answer);
    await answer.body?.cancel();
    if (answer.status === 404 || answer.status === 410) return undefined;
    throw new Error(`the server answers with status ${answer.status}`);
  } catch (cause) {
    throw new ReleaseError('REPOSITORY_UNREACHABLE', `look for what lies beside a package: "${place}": ${(cause as Error).message}`, { cause, hint: 'Check the address, or name the folder of a copy: --repo DIR' });
  }
}

async function readLimited(answer: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  const chunks: AsyncIterable<Uint8Array> | readonly Uint8Array[] = answer.body ?? [];
  for await (const part of chunks) {
    sizeBytes += part.length;
    if (sizeBytes > answerMebibytes << 20) throw new Error(`it has more than ${answerMebibytes} MiB`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
