import * as z from 'zod';
import { signingConfigSchema } from './signing-config.ts';
import { targetSchema } from './target.ts';

/** Text that stands in files of one line each: .repo files, package headers, pages. */
const line = z.string().regex(/^(?! )[^\p{Cc}\p{Surrogate}]+(?<! )$/u, 'one line of text, without spaces around it');

/** The schema of an address that dnf, zypper and a metalink take as it is: no white space, quotes, variables ("$"), query, fragment or password. */
export const baseUrlSchema = z.string().regex(/^(?:https?:\/\/[^\s/?#@$"'<>\\]+|file:\/\/)(?:\/[^\s?#@$"'<>\\]*)?(?<!\/)$/, 'an http, https or file URL without a slash at the end, a query or a password')
  .refine((text) => URL.canParse(text), 'a URL');

const channel = z.strictObject({
  title: line.describe('Shown by dnf as the name of the repository'),
  baseUrl: baseUrlSchema.describe('Where the repository folder is served'),
  metadataExpireSeconds: z.int().min(60).default(3600).describe('How long a client trusts its copy of the metadata'),
  enabled: z.boolean().optional().describe('Whether hosts with the release package follow the channel (default: where no channel says so, the first one is followed)'),
});

const level = z.enum(['none', 'patch', 'minor', 'major']);

const branch = z.strictObject({
  name: z.string().min(1).describe('Branch, or a glob such as "+([0-9])?(.{+([0-9]),x}).x" for maintenance branches'),
  range: z.string().regex(/^\d+(?:\.(?:\d+|x))?\.x$/i, 'a range such as "1.x" or "1.4.x"').optional().describe('Versions of a maintenance branch, when its name does not say so'),
  prerelease: z.union([z.literal(true), z.string().regex(/^[A-Za-z][0-9A-Za-z]*$/, 'a word such as "beta"')]).optional().describe('Word of pre-releases from this branch; true takes the branch name'),
  channel: z.string().optional().describe('Channel of this repository that releases from the branch go to'),
});

/** Options of semantic-release's commit analyzer, by the same names, and one of ours. */
const commitRules = z.strictObject({
  preset: z.string().min(1).optional().describe('conventional-changelog preset: conventionalcommits (default), angular, or one that is installed'),
  presetConfig: z.record(z.string(), z.unknown()).optional(),
  releaseRules: z.array(z.record(z.string(), z.unknown())).optional().describe('Rules as in semantic-release, such as { "type": "docs", "release": "patch" }'),
  parserOpts: z.record(z.string(), z.unknown()).optional(),
  unconventional: level.optional().describe('What a message in no convention asks for; patch when absent'),
});

const override = z.strictObject({
  after: z.string().min(1).optional().describe('Last release that it follows; leave it out before the first. Once the next release is made, it is spent'),
  as: z.string().regex(/^(?:none|patch|minor|major|\d+\.\d+\.\d+)$/, 'none, patch, minor, major or a version such as "1.0.0"'),
  reason: z.string().min(1),
});

const versionText = z.string().regex(/^\d+\.\d+\.\d+$/, 'a version such as "0.1.0"');

const versions = z.strictObject({
  first: versionText.default('0.1.0').describe('Version of a component that was never released'),
  tagFormat: z.string().regex(/\$\{version\}/, 'a text with ${version}').optional().describe('Release tags; "${name}-${version}" when absent'),
  zero: z.strictObject({
    major: z.enum(['patch', 'minor', 'major']).optional().describe('What a breaking change raises below 1.0.0; minor when absent'),
    minor: z.enum(['patch', 'minor']).optional().describe('What a feature raises below 1.0.0; minor when absent'),
  }).optional(),
  commits: commitRules.optional(),
  branches: z.array(branch).min(1).optional().describe('Branches that releases come from, as in semantic-release; its own list when absent'),
  issueKeys: z.array(z.string().regex(/^[A-Z][A-Z0-9]+$/, 'a project key such as "BIGPANDA"')).optional().describe('Projects whose issue keys count as evidence in messages'),
  intents: z.string().min(1).optional().describe('Folder of declared intents; ".bigpanda/intents" when absent'),
  adopted: z.array(z.strictObject({ component: z.string().min(1), format: z.string().regex(/\$\{version\}/, 'a text with ${version}') })).optional().describe('Tag shapes of older releases; bigpanda adopt-history finds them'),
  overrides: z.record(z.string(), override).optional().describe('By RPM name: a word of a person on the next release'),
});

/** The part of the configuration that planning needs: enough for a repository that is only planned here. */
export const planningConfigSchema = z.strictObject({ $schema: z.string().optional(), versions: versions.partial() });

const group = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and -'),
  name: z.string().min(1).describe('What `dnf group install` is given'),
  description: z.string().default(''),
  packages: z.array(z.strictObject({ name: z.string().min(1).describe('A package, or with "*" at the end all that begin so'), type: z.enum(['mandatory', 'default', 'optional']) })).min(1),
});

const retention = z.strictObject({
  days: z.int().min(2).default(14).describe('What a channel gave out in this time stays: clients may hold its metadata (dnf\'s own default is 2 days)'),
  snapshots: z.int().min(1).default(10).describe('The last snapshots of each channel stay in any case, to roll back to'),
});

/** What makes RPM files: our own writer, or the rpmbuild of the system. */
export const packagerNames = ['native', 'rpmbuild'] as const;
export type PackagerName = (typeof packagerNames)[number];

const matrix = z.strictObject({
  versions: z.int().min(1).max(50).default(2).describe('Published versions that each package is upgraded from, at most'),
  run: z.boolean().default(true).describe('Whether promote tries upgrades without being asked'),
  required: z.boolean().default(false).describe('Whether promote refuses where they cannot be tried: without root, rpm or busybox'),
});

/** The schema of `repo-config/repository.json`: channels, targets and version rules. */
export const repositoryConfigSchema = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and -').describe('Prefix of repository ids and of the key file'),
  vendor: line.describe('Vendor of every package'),
  url: z.url().describe('Where the git repository of the project is read, such as https://github.com/PanDAWMS/bigpanda: packages, provenance, notes and npm name it as their source'),
  targets: z.array(targetSchema).min(1),
  channels: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and -'), channel),
  groups: z.array(group).optional().describe('Groups for `dnf group install`; each lists the packages that are there'),
  signing: signingConfigSchema.optional().describe('Who signs; the embedded signer with the user\'s own key when absent'),
  retention: retention.optional().describe('What `bigpanda repo gc` keeps'),
  packager: z.enum(packagerNames).optional().describe('What makes the RPM files: "native" (default), which needs nothing but Node, or "rpmbuild", the program of the system'),
  changelog: z.enum(['commit', 'notes-only']).default('commit').describe('Whether bigpanda release commits CHANGELOG.md files; "notes-only" pushes no commit, for a protected branch: notes stand in tags and the ledger'),
  matrix: matrix.default({ versions: 2, run: true, required: false }).describe('Upgrades that promote tries on throw-away hosts'),
  npm: z.strictObject({ registry: z.url({ protocol: /^https?$/ }).optional().describe('Where packages with an npm.json are published; a registry of the checkout, in build/npm-registry, when absent') }).optional().describe('How bigpanda release publishes to npm; BIGPANDA_NPM_REGISTRY overrides it'),
  packageLimitBytes: z.int().min(1).optional().describe('Larger packages are refused (default: 1 GiB)'),
  sharedInputs: z.array(z.string().min(1)).default([]).describe('Paths below the workspace that every package is made with, such as the lock file'),
  versions: versions.prefault({}),
}).superRefine(({ channels, versions: { branches = [] } }, context) => {
  branches.forEach(({ channel: name }, index) => {
    if (name === undefined || Object.hasOwn(channels, name)) return;
    context.addIssue({ code: 'custom', path: ['versions', 'branches', index, 'channel'], message: `one of the channels above: ${Object.keys(channels).join(', ')}` });
  });
});

export type RepositoryConfig = z.output<typeof repositoryConfigSchema>;
export type ChannelConfig = RepositoryConfig['channels'][string];
