import * as z from 'zod';

const dependencies = z.record(z.string(), z.string()).default({});

/** The parts of a package.json that lint reads; all others pass unread. */
export const packageManifestSchema = z.looseObject({
  name: z.string().min(1),
  workspaces: z.union([z.array(z.string()), z.looseObject({ packages: z.array(z.string()) }).transform(({ packages }) => packages)]).default([]),
  dependencies,
  devDependencies: dependencies,
  peerDependencies: dependencies,
  optionalDependencies: dependencies,
  imports: z.unknown().optional(),
});

export type PackageManifest = z.output<typeof packageManifestSchema>;

/** Sections of a package.json that make a package available when the code runs. */
export const runSections = ['dependencies', 'peerDependencies', 'optionalDependencies'] as const;

/** Every section of a package.json that names other packages. */
export const dependencySections = [...runSections, 'devDependencies'] as const;
