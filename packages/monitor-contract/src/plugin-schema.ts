import { z } from 'zod';
import { jobAttributes } from '@bigpanda/model';
import { contractVersion, type VoPlugin } from './plugin.ts';

const oneLine = z.string('a text').min(1, 'a text that is not empty').max(60, 'at most 60 characters');
const pagePath = z.string('a path').regex(/^([a-z0-9-]+\/)*$/, 'empty, or words of lower-case letters, digits and "-" that each end in "/"');
const callable = z.custom<(...parameters: never[]) => unknown>((value) => typeof value === 'function', 'a function');

const pageSchema = z.strictObject({
  path: pagePath,
  title: oneLine,
  query: z.strictObject({ vo: oneLine.optional(), hours: z.number().positive('more than 0').optional(), withParameters: z.boolean().optional() }),
  toRecord: callable,
  summarise: callable,
  render: callable,
});

/** The shape of a plug-in, without what its functions do. */
export const pluginSchema = z.strictObject({
  contract: z.literal(contractVersion, `${contractVersion}, the version this core provides`),
  name: z.string('a name').regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and "-"'),
  title: oneLine,
  navigation: z.array(z.strictObject({ title: oneLine, path: pagePath })),
  jobColumns: z.array(z.strictObject({ title: oneLine, attribute: z.enum(jobAttributes, 'an attribute of JobSpec') })),
  pages: z.array(pageSchema).min(1, 'at least one page'),
});

/** Whether a value has the shape of a plug-in. Pages keep their own objects, so that their functions work. */
export function hasPluginShape(value: unknown): value is VoPlugin {
  return pluginSchema.safeParse(value).success;
}

