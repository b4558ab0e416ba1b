import { z } from 'zod';
import { addressesSchema, pathSchema } from '@bigpanda/program';
import { isSafeUrl } from './issuer-keys.ts';

const text = z.string('a text').min(1, 'a text');
const word = z.string('a word').regex(/^[A-Za-z0-9_-]{1,40}$/, 'a word of letters, digits, "_" and "-"');
const header = z.string('name of a header').regex(/^[A-Za-z0-9-]+$/, 'name of a header').transform((name) => name.toLowerCase());

const tokenSchema = z.strictObject({
  vo: word,
  issuer: text.refine(isSafeUrl, 'an https URL'),
  audience: z.union([text.transform((one) => [one]), z.array(text).min(1, 'at least one text')], 'a text, or a list of them'),
  keys: pathSchema.optional(),
  groups: z.array(z.strictObject({ group: text, role: word })).default([]),
});

/** The table `[identity]`: how the server finds out who sends a request, and what roles they have. */
export const identitySchema = z
  .strictObject({
    anyone: z.boolean('true or false').optional(),
    production: z.array(text).default([]),
    pilots: z.array(text).default([]),
    tokens: z.array(tokenSchema).default([]),
    proxy: z.strictObject({ addresses: addressesSchema.default([]), dn_header: header.default('x-client-dn'), fqans_header: header.default('x-client-fqans') }).prefault({}),
  })
  .prefault({});
