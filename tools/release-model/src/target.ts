import * as z from 'zod';

/** A system that packages are made for. */
export const targetSchema = z.strictObject({
  /** Dist tag and folder name. */
  name: z.string().regex(/^[a-z][a-z0-9]*$/, 'lower-case letters and digits, such as "el9"'),
  /** Payload compression; gzip when absent, which everything reads. */
  payload: z.strictObject({ codec: z.enum(['zstd', 'gzip']).default('gzip'), level: z.int().min(1).max(19).default(9) }).prefault({}).describe('Compression of what packages hold (default: gzip, which everything reads)'),
  /** Compression of repository metadata; gzip when absent, which everything reads. */
  metadata: z.enum(['gzip', 'zstd']).optional().describe('Compression of repository metadata (default: gzip, which everything reads)'),
  caret: z.boolean().optional().describe('Whether versions may hold "^" (default: true); rpm before 4.15 refuses it'),
  additionalKeys: z.boolean().optional().describe('Whether clients are given the keys of signing.additional too (default: false): rpm 6 wants them, rpm before 4.17 may refuse them'),
  rpm: z.string().regex(/^\d+(?:\.\d+)+$/, 'a version such as "4.19.1"').optional().describe('Version of its rpm; known of el8, el9 and el10'),
  python: z.string().regex(/^3\.\d+$/, 'a version such as "3.12"').optional().describe('Version of its python3; known of el8, el9 and el10'),
  baseMetadata: z.array(z.string().regex(/^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$)).+\.(?:xml|gz|zst)$/, 'a path in the workspace that ends in .xml, .gz or .zst')).optional().describe('primary.xml of repositories that hosts have beside this one, as files of the workspace; what packages require is looked for there too, with versions'),
  baseProvides: z.array(z.string().min(1)).optional().describe('What the system and other repositories offer, "*" for any text; without this list and baseMetadata, what packages require is not checked'),
});

export type Target = z.output<typeof targetSchema>;
