import { Readable } from 'node:stream';
import { ReleaseError, type RpmPackage } from '@bigpanda/release-model';
import { RpmFormatError, writeSourceRpm, type PackageSpec, type SourceFile, type SourcePackageSpec } from '@bigpanda/rpm-format';
import { signHeader } from '@bigpanda/signer';
import type { PackInput } from '../pack-input.ts';
import { PackageOutput } from '../package-output.ts';
import { completePackages } from '../package-specs.ts';
import type { PackOptions } from '../packager.ts';
import { quoteWord } from '../shell-text.ts';
import { readSourceTrees } from '../source-reader.ts';
import { renderSpecFile, type SpecBuild } from '../spec-file/spec-file.ts';
import { listInstallLines } from '../spec-file/spec-install.ts';
import { escapeMacros } from '../spec-file/spec-text.ts';
import { writeArchive, type ArchiveEntry } from './source-archive.ts';
import type { SourceBuild } from './source-build.ts';
import { layOutSources, type SourceLayout } from './source-layout.ts';

/** What a source package is made from. */
export interface SourceInput extends PackInput {
  /** Folder of the component below the workspace. */
  readonly root: string;
  /** Files of the component that are part of its sources without being installed or read by the build; paths below the workspace. */
  readonly extraSources: readonly ArchiveEntry[];
  /** Absent of a component whose sources are installed as they are. */
  readonly build: SourceBuild | undefined;
}

/**
 * Writes the source package of a component, from which `rpmbuild --rebuild` makes its packages without a network.
 * The same input gives the same bytes; it is held in memory.
 * @throws ReleaseError as a packager does, and `SPEC_TEXT_UNFIT`
 */
export async function packSources(input: SourceInput, options: Pick<PackOptions, 'folder' | 'signers' | 'signal'>): Promise<RpmPackage> {
  const source = await describeSources(input);
  options.signal?.throwIfAborted();
  const { signers } = options;
  const { chunks, sizeBytes, sha256 } = await writeSourceRpm(source, {
    compression: input.target.payload,
    ...(signers === undefined ? {} : { signHeader: (header) => signHeader(signers, header, input.timeSeconds) }),
  }).catch((cause: unknown) => {
    throw cause instanceof RpmFormatError ? new ReleaseError('RPM_PACKAGE_INVALID', cause.message, { exitStatus: 2, cause, hint: 'Correct what rpm.json or the version says there.' }) : cause;
  });
  await using output = await PackageOutput.open(options.folder);
  const file = await output.write(sourceFileName(input), Readable.from(chunks));
  output.commit();
  return { name: source.name, epoch: 0, version: input.version, release: input.release, arch: 'src', file, sizeBytes, sha256 };
}

/** File name of a component's source package, as its packages name it. */
export function sourceFileName({ description: { name }, version, release }: Pick<PackInput, 'description' | 'version' | 'release'>): string {
  return `${name}-${version}-${release}.src.rpm`;
}

async function describeSources(input: SourceInput): Promise<SourcePackageSpec> {
  const trees = await readSourceTrees(input);
  const { specs } = await completePackages(input, trees);
  const [main] = specs;
  if (main === undefined) throw new RangeError('a component without a package');
  const layout = layOutSources({ specs, trees, root: input.root, builtFolders: input.build?.builtFolders ?? [] });
  const sources = await writeArchives(input, layout);
  const { sourceRpm: _, dependencies: __, files: ___, scriptlets: ____, triggers: _____, fileTriggers: ______, ...described } = main;
  const { buildRequires = [], exclusiveArchs } = input.build ?? {};
  const text = renderSpecFile([main, ...specs.slice(1)], planBuild(input, { specs, layout, sources }));
  return {
    ...described,
    specFile: { name: `${main.name}.spec`, content: Buffer.from(text) },
    sources,
    buildRequires,
    ...(exclusiveArchs === undefined ? {} : { exclusiveArchs }),
  };
}

/** The component's archive first, then those of what its build needs; all have one folder on top. */
async function writeArchives(input: SourceInput, { entries }: SourceLayout): Promise<readonly SourceFile[]> {
  const { build, timeSeconds } = input;
  const stem = topFolder(input);
  const main = await writeArchive([...(build?.sources ?? []), ...input.extraSources, ...entries].map((entry) => ({ ...entry, path: `${stem}/${entry.path}` })), timeSeconds);
  const sources: SourceFile[] = [{ name: `${stem}.tar.gz`, content: main }];
  for (const [suffix, files] of build?.archives ?? []) sources.push({ name: `${stem}-${suffix}.tgz`, content: await writeArchive(files, timeSeconds) });
  return sources;
}

interface PlannedSources {
  readonly specs: readonly PackageSpec[];
  readonly layout: SourceLayout;
  readonly sources: readonly SourceFile[];
}

function planBuild(input: SourceInput, { specs, layout, sources }: PlannedSources): SpecBuild {
  const { buildRequires = [], exclusiveArchs, commands = [] } = input.build ?? {};
  return {
    compression: input.target.payload,
    sources: sources.map(({ name }) => name),
    buildRequires,
    ...(exclusiveArchs === undefined ? {} : { exclusiveArchs }),
    prep: [`%setup -q -n ${topFolder(input)}${sources.slice(1).map((_, index) => ` -a ${index + 1}`).join('')}`],
    build: commands.map(escapeMacros),
    install: listInstallLines(specs, (file) => escapeMacros(quoteWord(layout.origins.get(file) ?? ''))),
  };
}

function topFolder({ description: { name }, version }: PackInput): string {
  return `${name}-${version}`;
}
