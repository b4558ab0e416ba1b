import { z } from 'zod';
import { addressesSchema, headerNameSchema, tokenIssuerShape } from '@bigpanda/program';

const readers = z.array(z.string('a reader').regex(/^(everyone|known|group:\S+|name:\S.*)$/, '"everyone", "known", "group:NAME" or "name:NAME"'), 'a list of readers').min(1, 'at least one reader');

/** The table `[access]`: who may read what. One reader of a list that fits is enough. */
export const accessSchema = z
  .strictObject({
    read: readers.default(['everyone']),
    vos: z.record(z.string().regex(/^[A-Za-z0-9_.-]{1,40}$/, 'the name of a VO'), readers).default({}),
    pages: z.record(z.string().regex(/^\/([a-z0-9_-]+\/)*$/i, 'the beginning of the path of pages, from "/" to "/"'), readers).default({}),
  })
  .prefault({});

/** The table `[identity]`: how the monitor finds out who reads. */
export const readerIdentitySchema = z
  .strictObject({
    tokens: z.array(z.strictObject(tokenIssuerShape)).default([]),
    proxy: z.strictObject({ addresses: addressesSchema.default([]), name_header: headerNameSchema.default('x-client-dn'), groups_header: headerNameSchema.default('x-client-groups') }).prefault({}),
  })
  .prefault({});

export type AccessSettings = z.output<typeof accessSchema>;
export type ReaderIdentitySettings = z.output<typeof readerIdentitySchema>;

/** Whether everybody may read everything. */
export function isPublic({ read, vos, pages }: AccessSettings): boolean {
  return [read, ...Object.values(vos), ...Object.values(pages)].every((list) => list.includes('everyone'));
}
