export type { Dependency, DependencyOperator } from './dependency.ts';
export type { ChangelogEntry, PackageMetadata } from './package-metadata.ts';
