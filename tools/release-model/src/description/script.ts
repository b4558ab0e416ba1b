import * as z from 'zod';
import { absolutePath, lines, oneLine, targets, text } from './text.ts';

const interpreter = z
  .string()
  .regex(/^(?:<lua>|\/[^\s\p{Cc}]+)$/u, 'an absolute path of a program, or "<lua>"')
  .describe('Absolute path of a program, or "<lua>" for the interpreter inside rpm; /bin/sh when absent');

const script = lines.default('').describe('What the interpreter is given; absent when the interpreter alone is what runs, such as /sbin/ldconfig');

const scriptletEntry = z.strictObject({
  interpreter: interpreter.optional(),
  args: z.array(oneLine).optional().describe('Arguments of the interpreter before the script'),
  script,
  expand: z.enum(['macros', 'queryFormat']).optional().describe('What rpm puts into the script when it runs'),
  targets,
}).superRefine((entry, context) => {
  if (entry.script.trim() !== '') return;
  if (entry.interpreter === undefined || entry.interpreter === '<lua>') context.addIssue({ code: 'custom', path: ['script'], message: 'a script, or an interpreter that runs without one' });
});

const scriptlet = z
  .union([text, z.array(text), scriptletEntry])
  .transform((value) => {
    if (typeof value === 'string') return { script: value };
    return Array.isArray(value) ? { script: value.map((line) => `${line}\n`).join('') } : value;
  })
  .describe('A script for /bin/sh as a text or a list of lines, or an object that names another interpreter')
  .optional();

/** Scripts of a package's life, by rpm's names. */
export const scriptlets = z.strictObject({
  pretrans: scriptlet,
  pre: scriptlet,
  post: scriptlet,
  preun: scriptlet,
  postun: scriptlet,
  posttrans: scriptlet,
  preuntrans: scriptlet.describe('Run by rpm 4.19 and later'),
  postuntrans: scriptlet.describe('Run by rpm 4.19 and later'),
  verify: scriptlet,
});

/** A script that runs when another package comes or goes. */
export const trigger = z.strictObject({
  when: z.enum(['prein', 'in', 'un', 'postun']).describe('Before the other package is installed, after it; before it is removed, after it'),
  on: z.array(oneLine).min(1, 'at least one package').describe('Names of packages, each with an operator and EVR if need be; any of them sets it off'),
  interpreter: interpreter.optional(),
  script: lines,
  targets,
});

/** A script that runs when files below a folder come or go, whichever package they are of. */
export const fileTrigger = z.strictObject({
  when: z.enum(['in', 'un', 'postun']).describe('After files are installed; before they are removed, after it'),
  scope: z.enum(['package', 'transaction']).default('package').describe('Once for each package that sets it off, or once in a transaction'),
  paths: z.array(absolutePath).min(1, 'at least one path').describe('Beginnings of the paths that set it off; the script reads the paths from its standard input'),
  interpreter: interpreter.optional(),
  script: lines,
  priority: z.int().min(0).max(0x7fffffff).optional().describe('Higher ones run first; 1000000 when absent'),
  targets,
});

/** A scriptlet in its full form. */
export type ScriptletEntry = NonNullable<z.output<typeof scriptlets>['post']>;
export type TriggerEntry = z.output<typeof trigger>;
export type FileTriggerEntry = z.output<typeof fileTrigger>;
