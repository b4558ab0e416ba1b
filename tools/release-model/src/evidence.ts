import * as z from 'zod';

const digest = z.string().regex(/^[0-9a-f]{64}$/, '64 hex digits');
const texts = z.array(z.string());

const manifestFile = z.strictObject({
  path: z.string(),
  /** `file`, `dir`, `symlink` or `ghost`. */
  type: z.string(),
  /** Four octal digits. */
  mode: z.string(),
  /** `user:group`. */
  owner: z.string(),
  /** config, noreplace, doc, licence and the like. */
  flags: texts,
  /** SHA-256 of the content, or of the target of a symlink; absent for folders and ghosts. */
  digest: digest.optional(),
});

const packageManifest = z.strictObject({
  name: z.string(),
  files: z.array(manifestFile),
  /** As a spec file writes them, by kind: requires, provides, conflicts ... */
  dependencies: z.record(z.string(), texts),
  /** SHA-256 of each scriptlet, by name. */
  scriptlets: z.record(z.string(), digest),
});

/** What a component's packages are, without its version: equal manifests, equal payload. */
export const payloadManifestSchema = z.strictObject({
  schema: z.literal(1),
  /** RPM name of the main package. */
  name: z.string(),
  /** The main package first. */
  packages: z.array(packageManifest),
  /** What the payload offers, by kind: `configuration`, `migration`, `route`, `type`, `unit`. Each kind maps names to the file and the line they stand in. */
  features: z.record(z.string(), z.record(z.string(), z.string())),
});

export type PayloadManifest = z.output<typeof payloadManifestSchema>;
export type PackageManifest = PayloadManifest['packages'][number];
export type ManifestFile = PackageManifest['files'][number];
