import * as z from 'zod';
import { absolutePath, pattern } from './text.ts';

const sideEntry = z.strictObject({
  exclude: z.array(pattern).default([]).describe('Names that are left out; * stands for any text'),
  excludeFrom: z.array(absolutePath).default([]).describe('Installed files that are not looked at; * stands for any text'),
});

const side = z
  .union([z.boolean(), sideEntry])
  .transform((value) => (value === true ? { exclude: [], excludeFrom: [] } : value));

/** What is found of one kind, or false where nothing is looked for. */
type Side = z.output<typeof side>;

/** Which dependencies are found in the files themselves: all by default. */
export const automatic = z
  .union([z.boolean(), z.strictObject({ requires: side.optional(), provides: side.optional() })])
  .transform((value): { readonly requires: Side; readonly provides: Side } => {
    const all: Side = value === false ? false : { exclude: [], excludeFrom: [] };
    return typeof value === 'boolean' ? { requires: all, provides: all } : { requires: value.requires ?? all, provides: value.provides ?? all };
  })
  .describe('Dependencies that are found in the files themselves: false for none, or what to leave out');

/** Names and files that one kind of automatic dependencies leaves out; false where nothing is looked for. */
export type AutomaticSide = Side;
