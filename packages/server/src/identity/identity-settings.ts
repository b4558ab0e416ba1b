import { z } from 'zod';
import { addressesSchema, headerNameSchema, tokenIssuerShape } from '@bigpanda/program';

const text = z.string('a text').min(1, 'a text');
const word = z.string('a word').regex(/^[A-Za-z0-9_-]{1,40}$/, 'a word of letters, digits, "_" and "-"');

const tokenSchema = z.strictObject({
  vo: word,
  ...tokenIssuerShape,
  groups: z.array(z.strictObject({ group: text, role: word })).default([]),
});

/** The table `[identity]`: how the server finds out who sends a request, and what roles they have. */
export const identitySchema = z
  .strictObject({
    anyone: z.boolean('true or false').optional(),
    production: z.array(text).default([]),
    pilots: z.array(text).default([]),
    tokens: z.array(tokenSchema).default([]),
    proxy: z.strictObject({ addresses: addressesSchema.default([]), dn_header: headerNameSchema.default('x-client-dn'), fqans_header: headerNameSchema.default('x-client-fqans') }).prefault({}),
  })
  .prefault({});
