import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { posix } from 'node:path';
import { fileFlag, fileType, headerTag, openRpm, readNumbers, readPackageMetadata, readText, readTexts, RpmFormatError, type PackageMetadata, type RpmStream } from '@bigpanda/rpm-format';
import { findUnitNames } from './described-facts.ts';
import type { PackagedPath, PackageFacts } from './package-facts.ts';

const probeBytes = 65_536;
const scriptlets = [
  ['pretrans', headerTag.pretransScript, headerTag.pretransProgram], ['pre', headerTag.preScript, headerTag.preProgram], ['post', headerTag.postScript, headerTag.postProgram],
  ['preun', headerTag.preunScript, headerTag.preunProgram], ['postun', headerTag.postunScript, headerTag.postunProgram], ['posttrans', headerTag.posttransScript, headerTag.posttransProgram],
] as const;

/** A built package as our rules see it, with what its header says. */
export interface BuiltPackage {
  readonly metadata: PackageMetadata;
  readonly facts: PackageFacts;
}

/**
 * Reads a built package, however large; of each file its beginning is kept.
 * @throws RpmFormatError where the file is damaged
 */
export async function readBuiltPackage(path: string): Promise<BuiltPackage> {
  const rpm = await openRpm(createReadStream(path));
  try {
    return await describePackage(path, rpm);
  } finally {
    await rpm.close();
  }
}

async function describePackage(path: string, rpm: RpmStream): Promise<BuiltPackage> {
  const metadata = readPackageMetadata(await readStart(path, rpm.header.end), { sha256: '', sizeBytes: 0 });
  const contents = await readBeginnings(rpm);
  const paths = readPaths(rpm, metadata, contents);
  const written = listScriptlets(rpm);
  return {
    metadata,
    facts: {
      name: metadata.name,
      summary: metadata.summary,
      description: metadata.description,
      paths,
      ownedFolders: [],
      requires: metadata.requires.map(({ name }) => name),
      accounts: listAccounts(contents, written, metadata),
      enabledUnits: findUnitNames(written.filter(({ name }) => name === 'post').map(({ text }) => text).join('\n')),
      scriptlets: written,
      wantsLicence: metadata.sourceRpm === '' || metadata.sourceRpm.startsWith(`${metadata.name}-${metadata.version}-`),
    },
  };
}

async function readStart(path: string, lengthBytes: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(lengthBytes), 0, lengthBytes, 0);
    return buffer;
  } finally {
    await file.close();
  }
}

/** The beginning of each file, by path. Payloads of xz and others cannot be read here: then the rules about contents know less. */
async function readBeginnings(rpm: RpmStream): Promise<ReadonlyMap<string, Buffer>> {
  const contents = new Map<string, Buffer>();
  try {
    for await (const { name, file, content } of rpm.entries()) {
      contents.set(file?.path ?? name.replace(/^\.?\//u, '/'), await readBeginning(content));
    }
  } catch (error) {
    if (!(error instanceof RpmFormatError) || error.code !== 'PAYLOAD_CODEC_UNSUPPORTED') throw error;
  }
  return contents;
}

async function readBeginning(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of content) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes >= probeBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, probeBytes);
}

function readPaths({ header }: RpmStream, { files }: PackageMetadata, contents: ReadonlyMap<string, Buffer>): PackagedPath[] {
  const modes = readNumbers(header, headerTag.fileModes);
  const flags = readNumbers(header, headerTag.fileFlags);
  const users = readTexts(header, headerTag.fileUserName);
  const groups = readTexts(header, headerTag.fileGroupName);
  return files.map(({ path }, index) => {
    const mode = modes[index] ?? 0;
    const content = contents.get(path);
    return {
      path,
      type: classify(mode, flags[index] ?? 0),
      mode: mode & 0o7777,
      owner: users[index] ?? 'root',
      group: groups[index] ?? 'root',
      ...(content === undefined ? {} : { text: content.toString('utf8') }),
    };
  });
}

function classify(mode: number, flags: number): PackagedPath['type'] {
  if ((mode & fileType.mask) === fileType.folder) return 'dir';
  if ((mode & fileType.mask) === fileType.symlink) return 'symlink';
  if ((flags & fileFlag.ghost) !== 0) return 'ghost';
  if ((flags & fileFlag.config) !== 0) return 'config';
  if ((flags & fileFlag.licence) !== 0) return 'licence';
  return (flags & fileFlag.doc) === 0 ? 'file' : 'doc';
}

function listScriptlets({ header }: RpmStream): PackageFacts['scriptlets'] {
  return scriptlets.flatMap(([name, textTag, programTag]) => {
    const text = readText(header, textTag);
    const [program = readText(header, programTag) ?? '/bin/sh'] = readTexts(header, programTag);
    return text === undefined ? [] : [{ name, program, text }];
  });
}

/** Accounts that sysusers.d files, scriptlets or provides of the package make, or that come with what it requires. */
function listAccounts(contents: ReadonlyMap<string, Buffer>, written: PackageFacts['scriptlets'], { provides, requires }: PackageMetadata): string[] {
  const declared = [...contents].filter(([path]) => posix.dirname(path) === '/usr/lib/sysusers.d').map(([, content]) => content.toString('utf8'));
  const texts = [...declared, ...written.filter(({ name }) => name === 'pre').map(({ text }) => text)].join('\n');
  const bySysusers = [...texts.matchAll(/^\s*[ugm]!?\s+([\w-]+)/gmu)].map(([, name = '']) => name);
  const byPrograms = [...texts.matchAll(/^.*\b(?:useradd|groupadd)\b.*?([\w-]+)\s*(?:\|\|.*|>.*|;.*)?$/gmu)].map(([, name = '']) => name);
  const byNames = [...provides, ...requires].flatMap(({ name }) => /^(?:user|group)\((.+)\)$/u.exec(name)?.[1] ?? []);
  return [...bySysusers, ...byPrograms, ...byNames];
}
