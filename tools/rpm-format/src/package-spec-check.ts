import { isEvr } from './evr.ts';
import { findDependencyFaults } from './dependency-check.ts';
import { findFileFaults } from './package-file-check.ts';
import type { PackageSpec } from './package-spec.ts';
import { RpmFormatError } from './rpm-format-error.ts';
import { findScriptFaults } from './script-check.ts';

/**
 * Refuses what rpm, createrepo_c or the format could not take: bad names and versions, control characters, paths that are not plain,
 * stand twice or lie below something that is no folder, dependencies and scripts that rpm could not read.
 * @throws RpmFormatError `PACKAGE_INVALID`, with the first fault
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
  if (spec.evr.epoch !== undefined && !isUnsigned32(spec.evr.epoch)) refuse(`the epoch is ${spec.evr.epoch}; wanted a whole number from 0 to 4294967295`);
  for (const text of listTexts(spec)) {
    // createrepo_c drops packages with such characters in silence.
    if (/(?![\t\n\r])\p{Cc}/u.test(text)) refuse(`the text ${JSON.stringify(text.slice(0, 60))} holds a control character`);
    if (!text.isWellFormed()) refuse(`the text ${JSON.stringify(text.slice(0, 60))} holds half of a character: it has no form in UTF-8`);
  }
  for (const { timeSeconds } of spec.changelog ?? []) {
    if (!isUnsigned32(timeSeconds)) refuse(`the time of a change is ${timeSeconds} s; wanted whole seconds from 0 to 4294967295`);
  }
  for (const fact of [...findDependencyFaults(spec), ...findScriptFaults(spec), ...findFileFaults(spec.files)]) refuse(fact);
}

function listTexts(spec: PackageSpec): readonly string[] {
  const dependencies = Object.values(spec.dependencies ?? {}).flat();
  return [
    ...[spec.summary, spec.description, spec.license, spec.url, spec.vendor, spec.packager, spec.vcs, spec.distUrl, spec.sourceRpm].filter((text) => text !== undefined),
    ...dependencies.flatMap(({ name, evr }) => [name, evr ?? '']),
    ...Object.values(spec.scriptlets ?? {}).flatMap(({ body, interpreter }) => [body, ...(interpreter ?? [])]),
    ...(spec.triggers ?? []).flatMap(({ body, interpreter, on }) => [body, interpreter ?? '', ...on.map(({ name }) => name)]),
    ...(spec.fileTriggers ?? []).flatMap(({ body, interpreter, paths }) => [body, interpreter ?? '', ...paths]),
    ...(spec.changelog ?? []).flatMap(({ author, text }) => [author, text]),
  ];
}

function isUnsigned32(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 0xffffffff;
}
