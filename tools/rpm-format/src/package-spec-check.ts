import { isEvr } from './evr.ts';
import type { PackageFile, PackageSpec } from './package-spec.ts';
import { RpmFormatError } from './rpm-format-error.ts';

/** What cpio's eight hexadecimal digits can say; larger files need another format. */
const fileSizeLimit = 0xffffffff;

/**
 * Refuses what rpm, createrepo_c or the format could not take: bad names and versions, control characters, paths that are not plain or stand twice.
 * @throws RpmFormatError `PACKAGE_INVALID`
 */
export function checkPackageSpec(spec: PackageSpec): void {
  const refuse = (fact: string): never => {
    throw new RpmFormatError('PACKAGE_INVALID', `write the package "${spec.name}": ${fact}`);
  };
  if (!/^[A-Za-z0-9][A-Za-z0-9+._-]*$/.test(spec.name)) refuse('the name has other characters than letters, digits and + . _ -');
  if (!isEvr(spec.evr)) refuse(`the version "${spec.evr.version}" or release "${spec.evr.release}" has other characters than letters, digits and . _ + ~ ^`);
  if (!/^[A-Za-z0-9_]+$/.test(spec.arch)) refuse(`the architecture is "${spec.arch}"`);
  if (spec.sourceRpm === '') refuse('it names no source package');
  if (!isUnsigned32(spec.timeSeconds)) refuse(`the time is ${spec.timeSeconds} s; wanted whole seconds from 0 to 4294967295`);
  for (const text of listTexts(spec)) {
    // createrepo_c drops packages with such characters in silence.
    if (/(?![\t\n\r])\p{Cc}/u.test(text)) refuse(`the text ${JSON.stringify(text.slice(0, 60))} holds a control character`);
  }
  for (const fact of spec.files.flatMap(findFileFault)) refuse(fact);
  const paths = new Set<string>();
  for (const { path } of spec.files) {
    if (paths.has(path)) refuse(`the file "${path}" stands twice`);
    paths.add(path);
  }
}

function listTexts(spec: PackageSpec): readonly string[] {
  const dependencies = Object.values(spec.dependencies ?? {}).flat();
  return [
    ...[spec.summary, spec.description, spec.license, spec.url, spec.vendor, spec.packager, spec.vcs, spec.sourceRpm].filter((text) => text !== undefined),
    ...dependencies.flatMap(({ name, evr }) => [name, evr ?? '']),
    ...Object.values(spec.scriptlets ?? {}).flatMap(({ body, interpreter }) => [body, ...(interpreter ?? [])]),
    ...(spec.changelog ?? []).flatMap(({ author, text }) => [author, text]),
  ];
}

function findFileFault(file: PackageFile): readonly string[] {
  const place = `the file ${JSON.stringify(file.path)}`;
  if (!/^(?:\/(?!\.{1,2}(?:\/|$))[^/\p{Cc}]+)+$/u.test(file.path)) return [`${place} has no plain absolute path`];
  if (!Number.isInteger(file.mode) || file.mode < 0 || file.mode > 0o7777) return [`${place} has mode ${file.mode}; wanted permission bits`];
  const size = file.type === 'file' ? contentSize(file) : 0;
  if (size > fileSizeLimit) return [`${place} has ${size} bytes; wanted at most ${fileSizeLimit}`];
  if (file.type === 'symlink' && !/^[^\p{Cc}]+$/u.test(file.target)) return [`${place} points to ${JSON.stringify(file.target)}`];
  return [];
}

/** Size of a regular file in bytes. */
export function contentSize(file: Extract<PackageFile, { type: 'file' }>): number {
  return file.content instanceof Uint8Array ? file.content.length : file.content.sizeBytes;
}

function isUnsigned32(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 0xffffffff;
}
