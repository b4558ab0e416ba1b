import { z } from 'zod';

/** A system that packages are made for. */
export const targetSchema = z.strictObject({
  /** Dist tag and folder name. */
  name: z.enum(['el9']),
  /** Payload compression. */
  payload: z.strictObject({ codec: z.enum(['zstd', 'gzip']), level: z.int().min(1).max(19) }),
});

export type Target = z.output<typeof targetSchema>;
