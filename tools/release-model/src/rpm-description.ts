import { posix } from 'node:path';
import * as z from 'zod';
import { automatic } from './description/automatic.ts';
import { changelog } from './description/changelog.ts';
import { contentEntry, type WrittenContentEntry } from './description/content.ts';
import { dependencies, requires } from './description/dependency.ts';
import { fileTrigger, scriptlets, trigger } from './description/script.ts';
import { group, tmpfilesEntry, unit, user } from './description/system.ts';
import { oneLine, packageName, relativePath, text } from './description/text.ts';
import { isPattern } from './path-pattern.ts';

const architecture = z.enum(['noarch', 'x86_64', 'aarch64', 'ppc64le', 's390x']);

/** What every package has, the main one and each sub-package. */
const packageShape = {
  name: packageName,
  summary: oneLine.max(80).describe('One line, without a full stop at the end'),
  description: text.min(1),
  requires,
  provides: dependencies,
  conflicts: dependencies,
  obsoletes: dependencies,
  recommends: dependencies,
  suggests: dependencies,
  supplements: dependencies,
  enhances: dependencies,
  orderWithRequires: dependencies,
  contents: z.array(contentEntry).default([]),
  units: z.array(unit).default([]),
  tmpfiles: z.array(tmpfilesEntry).default([]).describe('What systemd-tmpfiles makes at installation and at boot'),
  scriptlets: scriptlets.default({}),
  triggers: z.array(trigger).default([]).describe('Scripts that run when other packages come or go'),
  fileTriggers: z.array(fileTrigger).default([]).describe('Scripts that run when files of any package come or go'),
};

const subpackageSchema = z.strictObject({
  ...packageShape,
  license: oneLine.optional().describe('SPDX expression; that of the component when absent'),
  arch: z.literal('noarch').optional().describe('For a part without machine code; the architecture of the component when absent'),
});

const bundle = z.strictObject({
  entry: relativePath.describe('The module esbuild starts from'),
  output: relativePath.describe('File name below dist/bundle'),
  platform: z.literal('browser').optional().describe('For pages: made small and without anything of Node; for Node when absent'),
});

const componentSchema = z.strictObject({
  $schema: z.string().optional(),
  ...packageShape,
  license: oneLine.describe('SPDX expression'),
  url: z.url(),
  arch: architecture.default('noarch'),
  build: z
    .strictObject({
      bundles: z.array(bundle).default([]),
      python: z.literal(true).optional().describe('Build the Python project of the folder, with a pyproject.toml or setup.py, and install its modules, scripts and data'),
      generate: z
        .enum(['release-files'])
        .optional()
        .describe('Files made from repo-config instead of bundles: the .repo file and the public key'),
    })
    .default({ bundles: [] }),
  inputs: z.array(relativePath).min(1).optional().describe('Files of the folder that the packages are made from, such as "keys/*.asc" or "src/**": a change to another one releases nothing. All but tests when absent; rpm.json always counts'),
  users: z.array(user).default([]).describe('System users, made before the files are installed'),
  groups: z.array(group).default([]).describe('System groups without a user of their name, made before the users'),
  automatic: automatic.default({ requires: { exclude: [], excludeFrom: [] }, provides: { exclude: [], excludeFrom: [] } }),
  changelog,
  subpackages: z.array(subpackageSchema).default([]),
});

/** The schema of `rpm.json`: one component, which is one family of RPM packages. What it gives has every short form written out. */
export const rpmDescriptionSchema = componentSchema.transform((written) => ({
  ...written,
  contents: completeContents(written.name, written.contents),
  subpackages: written.subpackages.map((one) => ({ ...one, contents: completeContents(one.name, one.contents) })),
}));

export type RpmDescription = z.output<typeof rpmDescriptionSchema>;
/** What the main package of a description and its sub-packages have in common. */
export type PackageDescription = Pick<RpmDescription['subpackages'][number], keyof typeof packageShape>;
export type ContentEntry = PackageDescription['contents'][number];

/** Each entry with its destination, which a doc or licence may leave to the name of its package. */
function completeContents(packageName: string, entries: readonly WrittenContentEntry[]): (WrittenContentEntry & { destination: string })[] {
  return entries.map((entry) => ({ ...entry, destination: entry.destination ?? usualPlace(packageName, entry) }));
}

function usualPlace(packageName: string, { type, source = '' }: WrittenContentEntry): string {
  const folder = `/usr/share/${type === 'licence' ? 'licenses' : 'doc'}/${packageName}`;
  return isPattern(source) ? folder : posix.join(folder, posix.basename(source));
}
