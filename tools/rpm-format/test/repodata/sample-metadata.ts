import type { PackageMetadata } from '../../src/index.ts';

/** The metadata of a small package, some fields given. */
export function sampleMetadata(fields: Partial<PackageMetadata> = {}): PackageMetadata {
  return {
    name: 'sample',
    epoch: 0,
    version: '1.0',
    release: '1.el9',
    arch: 'noarch',
    summary: 'A sample',
    description: '',
    packager: '',
    url: '',
    license: 'MIT',
    vendor: '',
    group: 'Unspecified',
    buildHost: 'reproducible.example',
    sourceRpm: 'sample-1.0-1.el9.src.rpm',
    buildTimeSeconds: 1_700_000_000,
    sizeBytes: 10,
    installedSizeBytes: 0,
    archiveSizeBytes: 124,
    headerRange: { start: 1, end: 2 },
    sha256: 'ab'.repeat(32),
    provides: [],
    requires: [],
    conflicts: [],
    obsoletes: [],
    suggests: [],
    enhances: [],
    recommends: [],
    supplements: [],
    files: [],
    changelog: [],
    ...fields,
  };
}
