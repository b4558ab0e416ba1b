import { ReleaseError, type RpmPackage } from '@bigpanda/release-model';
import { RpmFormatError, streamRpm, type PackageSpec, type WriteOptions } from '@bigpanda/rpm-format';
import { signHeader } from '@bigpanda/signer';
import type { PackInput } from './pack-input.ts';
import { PackageOutput } from './package-output.ts';
import { completePackages } from './package-specs.ts';
import type { Packager, PackOptions } from './packager.ts';
import { PayloadFile } from './payload-file.ts';
import { mapWeighed } from './weighed-map.ts';

/** Packages with so many bytes of files together are written at a time; a larger one alone, so that what is held does not grow with it. */
const heldTogetherBytes = 1024 * 1024;

/** The packager that writes RPM files itself; it needs nothing but Node. Whatever the size of a package, a few megabytes of it are held. */
export const nativePackager: Packager = {
  name: 'native',
  async pack(input, options) {
    const { specs } = await completePackages(input);
    const writeOptions = chooseOptions(input, options);
    await using output = await PackageOutput.open(options.folder);
    const packages = await mapWeighed(specs, { weightOf: countBytes, limit: heldTogetherBytes }, async (spec) => {
      using spool = new PayloadFile(output, fileName(spec), options.signal);
      // Awaited here, or the spool would be gone before it is written to.
      return await writePackage(spec, { ...writeOptions, spool });
    });
    output.commit();
    return packages;
  },
};

function countBytes({ files }: PackageSpec): number {
  return files.reduce((sum, file) => sum + (file.type !== 'file' ? 0 : file.content instanceof Uint8Array ? file.content.length : file.content.sizeBytes), heldTogetherBytes / 8);
}

function chooseOptions(input: PackInput, { signers, frameCache, workers }: PackOptions): WriteOptions {
  return {
    compression: input.target.payload,
    ...(signers === undefined ? {} : { signHeader: (header) => signHeader(signers, header, input.timeSeconds) }),
    ...(frameCache === undefined ? {} : { frameCache }),
    ...(workers === undefined ? {} : { workers }),
  };
}

interface Writing extends WriteOptions {
  readonly spool: PayloadFile;
}

async function writePackage(spec: PackageSpec, options: Writing): Promise<RpmPackage> {
  const { name, arch, evr: { version, release } } = spec;
  const streamed = await streamRpm(spec, options).catch((cause: unknown) => {
    throw cause instanceof RpmFormatError ? refuse(cause) : cause;
  });
  const file = await options.spool.finish(streamed);
  return { name, epoch: 0, version, release, arch, file, sizeBytes: streamed.sizeBytes, sha256: streamed.sha256 };
}

function fileName({ name, arch, evr: { version, release } }: PackageSpec): string {
  return `${name}-${version}-${release}.${arch}.rpm`;
}

function refuse(cause: RpmFormatError): ReleaseError {
  return new ReleaseError('RPM_PACKAGE_INVALID', cause.message, { exitStatus: 2, cause, hint: 'Correct what rpm.json or the version says there.' });
}
