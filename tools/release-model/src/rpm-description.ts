import { z } from 'zod';

const packageName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9+._-]*$/, 'a package name: letters, digits and + . _ -, beginning with a letter or digit')
  .describe('RPM name');

const oneLine = z
  .string()
  .regex(/^[^\p{Cc}]+$/u, 'one line of text without control characters');

/** Control characters make createrepo_c drop a package, so only tab and newline pass (facts: repository metadata). */
const text = z
  .string()
  .regex(/^[^\p{Cc}]*(?:[\t\n][^\p{Cc}]*)*$/u, 'text without control characters other than tab and newline');

const absolutePath = z
  .string()
  .regex(/^\/(?!.*(?:^|\/)\.\.?(?:\/|$))(?!.*\/\/)[^\p{Cc}]*[^\p{Cc}/]$/u, 'an absolute path without "." or ".." parts, double slashes or a trailing slash');

const relativePath = z
  .string()
  .regex(/^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[^\p{Cc}]+$/u, 'a path inside the component folder');

const mode = z.string().regex(/^[0-7]{4}$/, 'four octal digits, such as "0640"');
const account = z.string().regex(/^[a-z_][a-z0-9_-]{0,30}$/, 'a user or group name');
const dependency = oneLine.describe('A dependency as in a spec file: a name, or a name, an operator and an EVR: "nodejs(engine) >= 22.13"; %{version} and %{release} are the own ones');
const dependencies = z.array(dependency).default([]);

const contentEntry = z
  .strictObject({
    type: z.enum(['file', 'config', 'noreplace', 'dir', 'ghost', 'symlink', 'doc', 'licence']).default('file'),
    source: relativePath.optional().describe('A file or folder below the component folder; a folder stands for every file in it'),
    destination: absolutePath.describe('Where it is installed; under a source folder, the folder'),
    target: oneLine.optional().describe('What a symlink points to'),
    mode: mode.optional().describe('0644 for files, 0755 for folders when absent'),
    owner: account.default('root'),
    group: account.default('root'),
  })
  .superRefine((entry, context) => {
    const wantsSource = ['file', 'config', 'noreplace', 'doc', 'licence'].includes(entry.type);
    if (wantsSource && entry.source === undefined) {
      context.addIssue({ code: 'custom', path: ['source'], message: `a source, because the type is "${entry.type}"` });
    }
    if (!wantsSource && entry.source !== undefined) {
      context.addIssue({ code: 'custom', path: ['source'], message: `no source, because the type is "${entry.type}"` });
    }
    if ((entry.type === 'symlink') !== (entry.target !== undefined)) {
      context.addIssue({ code: 'custom', path: ['target'], message: 'a target on a symlink, and on nothing else' });
    }
  });

const unit = z.strictObject({
  source: relativePath.describe('The unit file; installed under /usr/lib/systemd/system'),
  restart: z.boolean().default(true).describe('Restart a running unit when the package is upgraded'),
});

const user = z.strictObject({
  name: account,
  description: oneLine,
  home: absolutePath.default('/'),
});

const scriptlets = z.strictObject({
  pretrans: text.optional(),
  pre: text.optional(),
  post: text.optional(),
  preun: text.optional(),
  postun: text.optional(),
  posttrans: text.optional(),
  preuntrans: text.optional(),
  postuntrans: text.optional(),
  verify: text.optional(),
});

/** What every package has, the main one and each sub-package. */
const packageShape = {
  name: packageName,
  summary: oneLine.max(80).describe('One line, without a full stop at the end'),
  description: text.min(1),
  requires: dependencies,
  provides: dependencies,
  conflicts: dependencies,
  obsoletes: dependencies,
  recommends: dependencies,
  suggests: dependencies,
  contents: z.array(contentEntry).default([]),
  units: z.array(unit).default([]),
  scriptlets: scriptlets.default({}),
};

const bundle = z.strictObject({
  entry: relativePath.describe('The module esbuild starts from'),
  output: relativePath.describe('File name below dist/bundle'),
});

/** The schema of `rpm.json`: one component, which is one family of RPM packages. */
export const rpmDescriptionSchema = z.strictObject({
  $schema: z.string().optional(),
  ...packageShape,
  license: oneLine.describe('SPDX expression'),
  url: z.url(),
  arch: z.enum(['noarch', 'x86_64', 'aarch64']).default('noarch'),
  build: z
    .strictObject({
      bundles: z.array(bundle).default([]),
      generate: z
        .enum(['release-files'])
        .optional()
        .describe('Files made from repo-config instead of bundles: the .repo file and the public key'),
    })
    .default({ bundles: [] }),
  users: z.array(user).default([]).describe('System users, made by sysusers before the files are installed'),
  subpackages: z.array(z.strictObject(packageShape)).default([]),
});

export type RpmDescription = z.output<typeof rpmDescriptionSchema>;
/** The main package of a description or one of its sub-packages. */
export type PackageDescription = RpmDescription['subpackages'][number];
export type ContentEntry = PackageDescription['contents'][number];
export type UserDescription = RpmDescription['users'][number];
