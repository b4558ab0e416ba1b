import * as z from 'zod';

/** Letters, digits and `+ . _ -`: what rpm and every repository tool take as a name. */
export const packageName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9+._-]*$/, 'a package name: letters, digits and + . _ -, beginning with a letter or digit')
  .describe('RPM name');

/** One line of any UTF-8 text. */
export const oneLine = z
  .string()
  .regex(/^[^\p{Cc}]+$/u, 'one line of text without control characters');

/** Control characters make createrepo_c drop a package, so only tab and newline pass (facts: repository metadata). */
export const text = z
  .string()
  .regex(/^[^\p{Cc}]*(?:[\t\n][^\p{Cc}]*)*$/u, 'text without control characters other than tab and newline');

/** A text, or its lines in a list; gives the text. */
export const lines = z
  .union([text, z.array(text.regex(/^[^\n]*$/, 'a line without a newline'))])
  .transform((value) => (typeof value === 'string' ? value : value.map((line) => `${line}\n`).join('')))
  .describe('A text, or a list of its lines');

/** A path of an installed file, in any UTF-8 characters. */
export const absolutePath = z
  .string()
  .regex(/^\/(?!.*(?:^|\/)\.\.?(?:\/|$))(?!.*\/\/)[^\p{Cc}]*[^\p{Cc}/]$/u, 'an absolute path without "." or ".." parts, double slashes or a trailing slash');

/** A path below the component's folder. */
export const relativePath = z
  .string()
  .regex(/^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[^\p{Cc}]+$/u, 'a path inside the component folder');

/** Permission bits as developers write them. */
export const mode = z.string().regex(/^[0-7]{4}$/, 'four octal digits, such as "0640"');

/** A user or group (useradd(8), systemd's strict form). */
export const account = z.string().regex(/^[a-z_][a-z0-9_-]{0,30}$/, 'a user or group name');

/** Names of targets that a part of the description is for. */
export const targets = z
  .array(z.string().regex(/^[a-z][a-z0-9]*$/, 'the name of a target, such as "el9"'))
  .min(1, 'at least one target')
  .optional()
  .describe('Only for these targets, such as ["el8"]; for every one when absent');

/** A text in which `*` stands for any other text. */
export const pattern = oneLine.describe('A name in which * stands for any text, such as "python3dist(*)"');
