import { ReleaseError } from '@bigpanda/release-model';
import { RpmFormatError, writeRpm, type PackageSpec, type WriteOptions } from '@bigpanda/rpm-format';
import type { BuiltPackage, Packager } from './packager.ts';
import { planPackages } from './package-plan.ts';
import { readSourceTrees } from './source-reader.ts';

/** The packager that writes RPM files itself; it needs nothing but Node. */
export const nativePackager: Packager = {
  name: 'native',
  async pack(input, signer) {
    const options: WriteOptions = {
      compression: input.target.payload,
      ...(signer === undefined ? {} : { signHeader: (header) => signer.sign(header, input.timeSeconds) }),
    };
    const specs = planPackages(input, await readSourceTrees(input));
    const built: BuiltPackage[] = [];
    // One after the other: each payload is held in memory while it is written.
    for (const spec of specs) built.push(await buildPackage(spec, options));
    return built;
  },
};

async function buildPackage(spec: PackageSpec, options: WriteOptions): Promise<BuiltPackage> {
  const { name, arch, evr: { version, release } } = spec;
  const { chunks, sizeBytes, sha256, payloadDigest } = await writeRpm(spec, options).catch((cause: unknown) => {
    if (cause instanceof RpmFormatError) throw refuse(cause);
    throw cause;
  });
  return { name, epoch: 0, version, release, arch, fileName: `${name}-${version}-${release}.${arch}.rpm`, chunks, sizeBytes, sha256, payloadDigest };
}

function refuse(cause: RpmFormatError): ReleaseError {
  return new ReleaseError('RPM_PACKAGE_INVALID', cause.message, { exitStatus: 2, cause, hint: 'Correct what rpm.json or the version says there.' });
}
