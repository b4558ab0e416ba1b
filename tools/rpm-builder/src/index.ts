export { nativePackager } from './native-packager.ts';
export type { PackInput } from './pack-input.ts';
export { writePackages } from './package-output.ts';
export { planPackages } from './package-plan.ts';
export type { BuiltPackage, Packager } from './packager.ts';
export { readSourceTrees } from './source-reader.ts';
export type { SourceFile, SourceTrees } from './source-tree.ts';
