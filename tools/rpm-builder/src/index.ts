export { openFrameStore, type FrameStore, type FrameStoreChoice } from './frame-store.ts';
export { nativePackager } from './native-packager.ts';
export type { PackInput } from './pack-input.ts';
export { PackageOutput } from './package-output.ts';
export { planPackages } from './package-plan.ts';
export type { Packager, PackOptions } from './packager.ts';
export { createRpmbuildPackager } from './rpmbuild/rpmbuild-packager.ts';
export { readSourceTrees } from './source-reader.ts';
export type { SourceFile, SourceTrees } from './source-tree.ts';
