import * as z from 'zod';
import { absolutePath, account, mode, oneLine, relativePath, targets } from './text.ts';

const unitEntry = z.strictObject({
  source: relativePath.describe('The unit file; installed under /usr/lib/systemd/system'),
  restart: z.boolean().default(true).describe('Restart a running unit when the package is upgraded'),
  targets,
});

/** A systemd unit: its source, or an object. */
export const unit = z
  .union([relativePath, unitEntry])
  .transform((value) => (typeof value === 'string' ? { source: value, restart: true } : value))
  .describe('The unit file, or an object that says more');

const userEntry = z.strictObject({
  name: account,
  description: oneLine.optional().describe('The name when absent'),
  home: absolutePath.or(z.literal('/')).default('/'),
  shell: absolutePath.optional().describe('nologin when absent'),
  id: z.int().min(1).max(65_533).optional().describe('A fixed number; the next free one of the system\'s when absent'),
  groups: z.array(account).default([]).describe('Further groups that the user belongs to'),
});

/** A system user with a group of its name: a name, or an object. */
export const user = z
  .union([account, userEntry])
  .transform((value) => (typeof value === 'string' ? { name: value, description: value, home: '/', groups: [] } : { ...value, description: value.description ?? value.name }))
  .describe('The name, or an object that says more');

const groupEntry = z.strictObject({
  name: account,
  id: z.int().min(1).max(65_533).optional().describe('A fixed number; the next free one of the system\'s when absent'),
});

/** A system group: a name, or an object. */
export const group = z
  .union([account, groupEntry])
  .transform((value) => (typeof value === 'string' ? { name: value } : value))
  .describe('The name, or an object that says more');

const tmpfilesFile = z.strictObject({ source: relativePath.describe('A file of tmpfiles.d(5)'), targets });

/** What systemd-tmpfiles makes, by tmpfiles.d(5); with the signs that say how. */
const tmpfilesLine = z.strictObject({
  type: z.string().regex(/^[a-zA-Z][+!=~^-]*$/, 'a type of tmpfiles.d(5), such as "d" for a folder').default('d'),
  path: absolutePath,
  mode: mode.optional(),
  owner: account.optional().describe('root when absent'),
  group: account.optional().describe('root when absent'),
  age: z.string().regex(/^[a-zA-Z0-9:~.]+$/, 'an age of tmpfiles.d(5), such as "10d"').optional().describe('When what is in it is removed; never when absent'),
  argument: oneLine.optional().describe('What the type needs, such as the target of a link'),
  targets,
});

/** Something that systemd-tmpfiles makes: the source of a tmpfiles.d(5) file, or one line of it as data. */
export const tmpfilesEntry = z
  .union([relativePath, tmpfilesFile, tmpfilesLine])
  .transform((value) => (typeof value === 'string' ? { source: value } : value))
  .describe('A tmpfiles.d(5) file below the component folder, or an entry as data');

export type UnitEntry = z.output<typeof unit>;
export type UserDescription = z.output<typeof user>;
export type GroupDescription = z.output<typeof group>;
export type TmpfilesEntry = z.output<typeof tmpfilesEntry>;
export type TmpfilesLine = z.output<typeof tmpfilesLine>;
