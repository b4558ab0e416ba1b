import { posix } from 'node:path';
import { contentSize, linkTarget } from './package-file.ts';
import type { PackageFile } from './package-spec.ts';

/** NAME_MAX and PATH_MAX of Linux, the latter with its NUL byte. */
const nameLimit = 255;
const pathLimit = 4095;
/** rpm unpacks files and links under their names with a semicolon and eight digits behind, and renames them then (rpm, lib/fsm.c). */
const unpackedSuffixBytes = 9;
/** Every character that no header and no payload could carry, or no log could show. */
const controlCharacter = /\p{Cc}/u;

/** What is wrong with the files of a package, in words. */
export function findFileFaults(files: readonly PackageFile[]): readonly string[] {
  return [...files.flatMap(findFaults), ...findPathConflicts(files)];
}

function findFaults(file: PackageFile): readonly string[] {
  const facts = [...findPathFaults(file), ...findNumberFaults(file), ...findTextFaults(file)];
  return facts.map((fact) => `the file ${JSON.stringify(file.path)} ${fact}`);
}

function findPathFaults({ path, type }: PackageFile): readonly string[] {
  const names = path.split('/').slice(1);
  if (!path.startsWith('/') || controlCharacter.test(path) || names.some((name) => name === '' || name === '.' || name === '..')) return ['has no plain absolute path'];
  if (!path.isWellFormed()) return ['has a path that has no form in UTF-8'];
  const last = type === 'file' || type === 'symlink' ? (names.at(-1) ?? '') : '';
  if (Buffer.byteLength(last) > nameLimit - unpackedSuffixBytes && Buffer.byteLength(last) <= nameLimit) return [`has a name of ${Buffer.byteLength(last)} bytes, which rpm cannot unpack; wanted at most ${nameLimit - unpackedSuffixBytes}`];
  const long = names.find((name) => Buffer.byteLength(name) > nameLimit);
  if (long !== undefined) return [`has a name of ${Buffer.byteLength(long)} bytes; wanted at most ${nameLimit}`];
  return Buffer.byteLength(path) > pathLimit ? [`has a path of ${Buffer.byteLength(path)} bytes; wanted at most ${pathLimit}`] : [];
}

function findNumberFaults(file: PackageFile): readonly string[] {
  const isWithin = (value: number, limit: number) => Number.isInteger(value) && value >= 0 && value <= limit;
  return [
    ...(isWithin(file.mode, 0o7777) ? [] : [`has mode ${file.mode}; wanted permission bits`]),
    ...(isWithin(file.flags ?? 0, 0xffffffff) ? [] : [`has flags ${file.flags}; wanted 32 bits`]),
    ...(isWithin(file.verifyFlags ?? 0, 0xffffffff) ? [] : [`has verify flags ${file.verifyFlags}; wanted 32 bits`]),
    ...(file.type !== 'file' || isWithin(contentSize(file), Number.MAX_SAFE_INTEGER) ? [] : [`has a size of ${contentSize(file)} bytes; wanted a whole number`]),
  ];
}

function findTextFaults(file: PackageFile): readonly string[] {
  const target = linkTarget(file);
  const capabilities = file.type === 'file' ? file.capabilities : undefined;
  const names = [file.user, file.group].filter((name) => name !== undefined);
  return [
    ...(target === undefined || isTarget(target) ? [] : [`points to ${JSON.stringify(target)}`]),
    ...names.filter((name) => !/^[^\s:\p{Cc}]+$/u.test(name)).map((name) => `belongs to ${JSON.stringify(name)}, which is no name of a user or group`),
    ...(file.language === undefined || /^[A-Za-z0-9_@.-]*$/.test(file.language) ? [] : [`has the language ${JSON.stringify(file.language)}`]),
    ...(capabilities === undefined || isCapabilities(capabilities) ? [] : [`has the capabilities ${JSON.stringify(capabilities)}; wanted clauses such as "cap_net_raw,cap_chown=ep"`]),
  ];
}

function isTarget(target: string): boolean {
  return target !== '' && !controlCharacter.test(target) && target.isWellFormed() && Buffer.byteLength(target) <= pathLimit;
}

/** The text form of cap_from_text(3). */
function isCapabilities(text: string): boolean {
  return /^(?:(?:(?:all|cap_[a-z0-9_]+)(?:,(?:all|cap_[a-z0-9_]+))*)?(?:[=+-][eip]*)+(?: |$))+$/i.test(text) && !text.endsWith(' ');
}

/** A path may stand once, and what lies below another must lie below a folder. */
function findPathConflicts(files: readonly PackageFile[]): readonly string[] {
  const kinds = new Map<string, string>();
  const twice: string[] = [];
  for (const file of files) {
    if (kinds.has(file.path)) twice.push(`the file "${file.path}" stands twice`);
    kinds.set(file.path, file.type === 'ghost' ? (file.of ?? 'file') : file.type);
  }
  const parents = new Map([...new Set(files.map(({ path }) => posix.dirname(path)))].map((folder) => [folder, findParent(folder, kinds)]));
  const below = files.filter(({ path }) => parents.get(posix.dirname(path)) !== undefined);
  return [...twice, ...below.map(({ path }) => `the file "${path}" lies below "${parents.get(posix.dirname(path)) ?? ''}", which is no folder`)];
}

/** What is no folder, of a folder and those above it up to the first that is listed. */
function findParent(holding: string, kinds: ReadonlyMap<string, string>): string | undefined {
  for (let folder = holding; folder !== '/' && folder !== '.'; folder = posix.dirname(folder)) {
    const kind = kinds.get(folder);
    if (kind !== undefined) return kind === 'dir' ? undefined : folder;
  }
  return undefined;
}
