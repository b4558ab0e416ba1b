import type { Dependency } from '../dependency.ts';
import type { PackageMetadata } from '../package-metadata.ts';
import { splitEvr } from './evr-text.ts';
import { RepodataError } from './repodata-error.ts';

/** Characters that XML 1.0 cannot hold (section 2.2); createrepo_c drops a package with one of the first 32. */
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/u;

const textFields = [
  'name', 'version', 'release', 'arch', 'summary', 'description', 'packager', 'url', 'license', 'vendor', 'group', 'buildHost', 'sourceRpm',
] as const;

const dependencyFields = [
  'provides', 'requires', 'conflicts', 'obsoletes', 'suggests', 'enhances', 'recommends', 'supplements',
] as const;

/** What keeps a package out of repository metadata: one sentence for each place, empty when nothing does. */
export function findMetadataProblems(metadata: PackageMetadata): readonly string[] {
  return [
    ...listTexts(metadata).flatMap(([place, text]) => describeForbidden(place, text)),
    ...dependencyFields.flatMap((field) => metadata[field].flatMap((dependency) => describeEpoch(field, dependency))),
  ];
}

/** @throws RepodataError `REPODATA_UNWRITABLE` naming every place */
export function requireWritable(metadata: PackageMetadata): void {
  if (isWritable(metadata)) return;
  const problems = findMetadataProblems(metadata);
  if (problems.length === 0) return;
  throw new RepodataError(
    'REPODATA_UNWRITABLE',
    `write the metadata of "${metadata.name}": ${problems.join('; ')}`,
    'Remove the characters that are named and build the package again.',
  );
}

/** Whether there is surely no problem: nearly always, and found without a list of all texts. */
function isWritable(metadata: PackageMetadata): boolean {
  const isPlain = (text: string) => !forbidden.test(text);
  return textFields.every((field) => isPlain(metadata[field]))
    && dependencyFields.every((field) => metadata[field].every(({ name, evr }) => isPlain(name) && (evr === undefined || (isPlain(evr) && !evr.includes(':')))))
    && metadata.files.every(({ path }) => isPlain(path))
    && metadata.changelog.every(({ author, text }) => isPlain(author) && isPlain(text));
}

function listTexts(metadata: PackageMetadata): readonly (readonly [string, string])[] {
  return [
    ...textFields.map((field) => [field, metadata[field]] as const),
    ...dependencyFields.flatMap((field) => metadata[field].flatMap(({ name, evr }) => [[field, name], [field, evr ?? '']] as const)),
    ...metadata.files.map(({ path }) => ['file', path] as const),
    ...metadata.changelog.flatMap(({ author, text }) => [['changelog author', author], ['changelog', text]] as const),
  ];
}

function describeForbidden(place: string, text: string): readonly string[] {
  const [character] = forbidden.exec(text) ?? [];
  if (character === undefined) return [];
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return [`${place} ${JSON.stringify(text.slice(0, 60))} holds the control character U+${code}`];
}

function describeEpoch(place: string, { name, evr }: Dependency): readonly string[] {
  if (evr === undefined || /^\d+$/.test(splitEvr(evr).epoch)) return [];
  return [`${place} "${name}" has the version "${evr}", whose epoch is not a number`];
}
