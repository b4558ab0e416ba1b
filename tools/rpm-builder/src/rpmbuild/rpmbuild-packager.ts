import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { constants, copyFile, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { RpmPackage } from '@bigpanda/release-model';
import type { PackageSpec } from '@bigpanda/rpm-format';
import { resignFiles, type Environment } from '@bigpanda/signer';
import { describeWriteFailure, PackageOutput } from '../package-output.ts';
import { completePackages } from '../package-specs.ts';
import type { PackInput } from '../pack-input.ts';
import type { Packager, PackOptions } from '../packager.ts';
import { requireOneTree } from '../spec-file/path-conflict.ts';
import { renderSpecFile } from '../spec-file/spec-file.ts';
import { listInstallLines, type ContentFile } from '../spec-file/spec-install.ts';
import { checkBuiltPackage } from './built-package-check.ts';
import { storeContents, type StoredContent } from './content-folder.ts';
import { runRpmbuild } from './rpmbuild-run.ts';

/**
 * The packager that lets the system's rpmbuild make the RPM files, from the same plan as the native one, and signs them as that one does.
 * The same input gives the same bytes as long as rpm and libmagic are of one version.
 */
export function createRpmbuildPackager(environment: Environment): Packager {
  return {
    name: 'rpmbuild',
    async pack(input, options) {
      const { specs: [main, ...others] } = await completePackages(input);
      if (main === undefined) return [];
      await using output = await PackageOutput.open(options.folder);
      await using work = await makeWorkFolder(output.folder);
      const built = await buildPackages([main, ...others], { input, options, environment, folder: work.path });
      await signPackages(built.map(({ path }) => path), input, options);
      const packages: RpmPackage[] = [];
      for (const one of built) packages.push(await stagePackage(one, output));
      output.commit();
      return packages;
    },
  };
}

interface BuildRun {
  readonly input: PackInput;
  readonly options: PackOptions;
  readonly environment: Environment;
  readonly folder: string;
}

interface BuiltPackage {
  readonly spec: PackageSpec;
  readonly path: string;
  readonly fileName: string;
}

/** A folder on the disk of the output, unless rpm could not take its path into macros. */
async function makeWorkFolder(output: string): Promise<{ readonly path: string; [Symbol.asyncDispose](): Promise<void> }> {
  const base = /^[A-Za-z0-9/._+~-]+$/.test(output) ? output : tmpdir();
  const path = await mkdtemp(join(base, '.rpmbuild-')).catch((cause: unknown) => { throw describeWriteFailure(base, cause); });
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

async function buildPackages(specs: readonly [PackageSpec, ...PackageSpec[]], { input, options, environment, folder }: BuildRun): Promise<readonly BuiltPackage[]> {
  for (const name of ['SOURCES', 'SPECS', 'tmp']) await mkdir(join(folder, name));
  const stored = await storeContents(specs, join(folder, 'SOURCES'), options.signal);
  requireOneTree(specs, (file) => stored.get(file)?.digest ?? '');
  await writeFile(join(folder, 'SPECS/package.spec'), renderSpec(specs, input, stored));
  await runRpmbuild({ folder, arch: specs[0].arch, environment, signal: options.signal });
  const built = specs.map((spec) => locatePackage(spec, folder));
  for (const { spec, path } of built) await checkBuiltPackage(path, spec, stored);
  return built;
}

function renderSpec(specs: readonly [PackageSpec, ...PackageSpec[]], input: PackInput, stored: ReadonlyMap<ContentFile, StoredContent>): string {
  return renderSpecFile(specs, {
    compression: input.target.payload,
    sources: [],
    buildRequires: [],
    prep: [],
    build: [],
    install: listInstallLines(specs, (file) => `%{_sourcedir}/${stored.get(file)?.name ?? ''}`),
  });
}

function locatePackage(spec: PackageSpec, folder: string): BuiltPackage {
  const { name, arch, evr: { version, release } } = spec;
  const fileName = `${name}-${version}-${release}.${arch}.rpm`;
  return { spec, fileName, path: join(folder, 'RPMS', arch, fileName) };
}

async function signPackages(files: readonly string[], { timeSeconds }: PackInput, { signers }: PackOptions): Promise<void> {
  for (const result of await resignFiles(files, { signers, timeSeconds })) {
    if ('error' in result) throw result.error;
  }
}

async function stagePackage({ spec, path, fileName }: BuiltPackage, output: PackageOutput): Promise<RpmPackage> {
  const { temporary, file } = output.stage(fileName);
  await copyFile(path, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE).catch((cause: unknown) => { throw describeWriteFailure(file, cause); });
  const hash = createHash('sha256');
  await pipeline(createReadStream(temporary), hash);
  const { name, arch, evr: { epoch = 0, version, release } } = spec;
  return { name, epoch, version, release, arch, file, sizeBytes: (await stat(temporary)).size, sha256: hash.digest('hex') };
}
