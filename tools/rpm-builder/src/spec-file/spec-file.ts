import { formatDependency, type ChangelogEntry, type Dependency, type PackageSpec, type PayloadCompression } from '@bigpanda/rpm-format';
import { listDependencyLines } from './spec-dependencies.ts';
import { writeFileLine } from './spec-files.ts';
import { listScriptSections } from './spec-scripts.ts';
import { listIdentity, listSettings } from './spec-settings.ts';
import { escapeChange, escapeDescription, escapeMacros } from './spec-text.ts';

/** How files get into the tree that rpmbuild packs. */
export interface SpecBuild {
  readonly compression: PayloadCompression;
  /** File names beside the spec file. */
  readonly sources: readonly string[];
  readonly buildRequires: readonly Dependency[];
  /** Where it can be built; anywhere when absent. */
  readonly exclusiveArchs?: readonly string[];
  /** Lines of shell, with rpm's macros. */
  readonly prep: readonly string[];
  readonly build: readonly string[];
  readonly install: readonly string[];
}

/**
 * A spec file from which rpmbuild makes the packages of a family, the main one first; everything that they hold is written out.
 * @throws ReleaseError `SPEC_TEXT_UNFIT`
 */
export function renderSpecFile([main, ...others]: readonly [PackageSpec, ...PackageSpec[]], build: SpecBuild): string {
  return [
    ...listSettings({ timeSeconds: main.timeSeconds, compression: build.compression, distUrl: main.distUrl }),
    '',
    ...listMainPreamble(main, build),
    ...writeDescription(main, ''),
    ...others.flatMap((spec) => ['', `%package -n ${spec.name}`, ...listPreamble(spec), ...(spec.arch === main.arch ? [] : [`BuildArch: ${spec.arch}`]), ...writeDescription(spec, optionOf(spec))]),
    ...(['prep', 'build', 'install'] as const).flatMap((step) => ['', `%${step}`, ...build[step]]),
    ...[main, ...others].flatMap((spec) => listSections(spec, spec === main ? '' : optionOf(spec))),
    '',
    '%changelog',
    ...(main.changelog ?? []).map(writeChange),
  ].join('\n').concat('\n');
}

function optionOf({ name }: PackageSpec): string {
  return ` -n ${name}`;
}

function listMainPreamble(spec: PackageSpec, { sources, buildRequires, exclusiveArchs = [] }: SpecBuild): readonly string[] {
  const { evr: { epoch, version, release } } = spec;
  return [
    `Name: ${spec.name}`,
    ...(epoch === undefined ? [] : [`Epoch: ${epoch}`]),
    `Version: ${version}`,
    `Release: ${release}`,
    ...listPreamble(spec),
    ...sources.map((source, index) => `Source${index}: ${source}`),
    ...(spec.arch === 'noarch' ? ['BuildArch: noarch'] : []),
    ...(exclusiveArchs.length === 0 ? [] : [`ExclusiveArch: ${exclusiveArchs.join(' ')}`]),
    ...buildRequires.map((dependency) => `BuildRequires: ${formatDependency(dependency)}`),
  ];
}

function listPreamble(spec: PackageSpec): readonly string[] {
  return [
    ...listIdentity(spec).flatMap(([tag, value]) => (value === undefined ? [] : [`${tag}: ${escapeMacros(value)}`])),
    ...listDependencyLines(spec.dependencies ?? {}),
  ];
}

function writeDescription(spec: PackageSpec, packageOption: string): readonly string[] {
  return ['', `%description${packageOption}`, escapeDescription(spec.description, `the description of "${spec.name}"`)];
}

function listSections(spec: PackageSpec, packageOption: string): readonly string[] {
  return ['', ...listScriptSections(spec, packageOption), `%files${packageOption}`, ...spec.files.map(writeFileLine)];
}

/** With the time of day: rpm takes noon for a change that has none. */
function writeChange({ timeSeconds, author, text }: ChangelogEntry): string {
  const [weekday = '', date, month, year, time] = new Date(timeSeconds * 1000).toUTCString().split(' ');
  return `* ${weekday.replace(',', '')} ${month} ${date} ${time} UTC ${year} ${escapeMacros(author)}\n${escapeChange(text)}`;
}
