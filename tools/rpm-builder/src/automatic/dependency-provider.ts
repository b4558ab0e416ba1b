import type { PackageDescription, Target } from '@bigpanda/release-model';
import type { Dependency, PackageSpec } from '@bigpanda/rpm-format';
import type { PackInput } from '../pack-input.ts';
import type { ScannedFile } from './scanned-file.ts';

/** What a provider sees of a package. */
export interface PackageScene {
  readonly spec: PackageSpec;
  readonly described: PackageDescription;
  readonly input: PackInput;
  readonly target: Target;
  /** `engines.node` of the component's package.json. */
  readonly nodeEngine: string | undefined;
  readonly files: readonly ScannedFile[];
}

/** A dependency that something in the package brings. */
export interface FoundDependency {
  readonly kind: 'requires' | 'provides';
  readonly dependency: Dependency;
  /** The installed file, or the part of rpm.json, that brings it. */
  readonly cause: string;
  /** Whether rpm itself acts on it, so that it cannot be left out. */
  readonly isFixed?: boolean;
}

/** Finds one sort of dependencies in a package; each stands in a file of its own. */
export interface DependencyProvider {
  readonly name: string;
  /** What it finds, in a few words. */
  readonly summary: string;
  readonly find: (scene: PackageScene) => Promise<readonly FoundDependency[]>;
}
