import { posix } from 'node:path';
import { fileFlag, fileType, headerTag, readNumbers, readPackageMetadata, readPayload, readRpm, readText, readTexts, RpmFormatError, type CpioEntry, type PackageMetadata, type RpmFile } from '@bigpanda/rpm-format';
import { findUnitNames } from './described-facts.ts';
import type { PackagedPath, PackageFacts } from './package-facts.ts';

const probeBytes = 65_536;
const payloadLimitBytes = 1024 * 1024 * 1024;
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
 * Reads a built package.
 * @throws RpmFormatError where the file is damaged
 */
export async function readBuiltPackage(bytes: Uint8Array): Promise<BuiltPackage> {
  const metadata = readPackageMetadata(bytes);
  const rpm = readRpm(bytes);
  const contents = new Map((await readEntries(rpm)).map(({ name, content }) => [name.replace(/^\.?\//u, '/'), content]));
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

/** Payloads of xz and others cannot be read here: then the rules about contents know less. */
async function readEntries(rpm: RpmFile): Promise<readonly CpioEntry[]> {
  try {
    return await readPayload(rpm, payloadLimitBytes);
  } catch (error) {
    if (error instanceof RpmFormatError && error.code === 'PAYLOAD_CODEC_UNSUPPORTED') return [];
    throw error;
  }
}

function readPaths({ header }: RpmFile, { files }: PackageMetadata, contents: ReadonlyMap<string, Uint8Array>): PackagedPath[] {
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
      ...(content === undefined ? {} : { text: Buffer.from(content.subarray(0, probeBytes)).toString('utf8') }),
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

function listScriptlets({ header }: RpmFile): PackageFacts['scriptlets'] {
  return scriptlets.flatMap(([name, textTag, programTag]) => {
    const text = readText(header, textTag);
    const [program = readText(header, programTag) ?? '/bin/sh'] = readTexts(header, programTag);
    return text === undefined ? [] : [{ name, program, text }];
  });
}

/** Accounts that sysusers.d files, scriptlets or provides of the package make, or that come with what it requires. */
function listAccounts(contents: ReadonlyMap<string, Uint8Array>, written: PackageFacts['scriptlets'], { provides, requires }: PackageMetadata): string[] {
  const declared = [...contents].filter(([path]) => posix.dirname(path) === '/usr/lib/sysusers.d').map(([, content]) => Buffer.from(content).toString('utf8'));
  const texts = [...declared, ...written.filter(({ name }) => name === 'pre').map(({ text }) => text)].join('\n');
  const bySysusers = [...texts.matchAll(/^\s*[ugm]!?\s+([\w-]+)/gmu)].map(([, name = '']) => name);
  const byPrograms = [...texts.matchAll(/^.*\b(?:useradd|groupadd)\b.*?([\w-]+)\s*(?:\|\|.*|>.*|;.*)?$/gmu)].map(([, name = '']) => name);
  const byNames = [...provides, ...requires].flatMap(({ name }) => /^(?:user|group)\((.+)\)$/u.exec(name)?.[1] ?? []);
  return [...bySysusers, ...byPrograms, ...byNames];
}
