import { z } from 'zod';
import { targetSchema } from './target.ts';

const channel = z.strictObject({
  title: z.string().min(1).describe('Shown by dnf as the name of the repository'),
  baseUrl: z.url().regex(/[^/]$/, 'a URL without a slash at the end').describe('Where the repository folder is served'),
  metadataExpireSeconds: z.int().min(60).describe('How long a client trusts its copy of the metadata'),
});

/** The schema of `repo-config/repository.json`: channels, targets and version rules. */
export const repositoryConfigSchema = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and -').describe('Prefix of repository ids and of the key file'),
  vendor: z.string().min(1).describe('Vendor of every package'),
  url: z.url().describe('Where the project lives'),
  targets: z.array(targetSchema).min(1),
  channels: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and -'), channel),
  sharedInputs: z.array(z.string().min(1)).default([]).describe('Paths below the workspace that every package is made with, such as the lock file'),
  versions: z.strictObject({
    first: z.string().regex(/^\d+\.\d+\.\d+$/, 'a version such as "0.1.0"').describe('Version of a component that was never released'),
  }),
});

export type RepositoryConfig = z.output<typeof repositoryConfigSchema>;
export type ChannelConfig = RepositoryConfig['channels'][string];
