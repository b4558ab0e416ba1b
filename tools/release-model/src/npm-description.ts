import * as z from 'zod';
import { relativePath } from './description/text.ts';
import { parseConfiguration } from './parse-configuration.ts';

const npmName = z.string().regex(/^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/, 'the name of an npm package');

/** The schema of `npm.json`: a folder whose package.json is published to an npm registry, and how what is published is made of it. */
export const npmDescriptionSchema = z.strictObject({
  $schema: z.string().optional(),
  build: z.enum(['library', 'bundle']).describe('"library": compiled, with declarations and sources; "bundle": one program or plug-in, with what it uses of npm installed beside it. Both hold what they use of the workspace\'s own packages'),
  entries: z.array(relativePath.regex(/^src\/.+\.ts$/, 'a module such as "src/index.ts"')).min(1).default(['src/index.ts']).describe('Modules that others load; src/P.ts becomes dist/P.js'),
  bundled: z.array(npmName).default([]).describe('npm packages that go into a bundle, because every run loads them'),
  peers: z.array(npmName).default([]).describe('npm packages that only some users need and install themselves'),
  files: z.array(relativePath).default([]).describe('Files and folders of the package that go along as they are, because it reads them when it runs'),
  access: z.enum(['public', 'restricted']).default('public').describe('Who may install it, where the registry tells them apart'),
});

export type NpmDescription = z.output<typeof npmDescriptionSchema>;

/**
 * What the text of an `npm.json` says.
 * @param file path of the file, for messages
 * @throws ReleaseError `NPM_JSON_INVALID` with every problem and its path
 */
export function parseNpmDescription(text: string, file: string): NpmDescription {
  return parseConfiguration(npmDescriptionSchema, { text, file, code: 'NPM_JSON_INVALID', what: 'read npm.json' });
}
