/** What tests of other packages share: packages of every kind, made here and by rpmbuild, and what rpm says of them. */
export { buildFeaturePeer, featureSpec } from './feature-spec.ts';
export { buildPeer, gzip, makeFolder, print, run, sampleSpec, writeBytes, zstd } from './fixture.ts';
export { askRpm, leftOut } from './rpm-query.ts';
