import * as z from 'zod';
import { oneLine, targets } from './text.ts';

/** When a required package has to be there, by rpm's names (rpm, build/parsePreamble.c); `meta` orders nothing. */
export const requirePhases = ['pretrans', 'pre', 'post', 'preun', 'postun', 'posttrans', 'verify', 'meta'] as const;
export type RequirePhase = (typeof requirePhases)[number];

const dependencyText = oneLine.describe(
  'As in a spec file: a name; a name, an operator and an EVR, "nodejs(engine) >= 22.13"; or a rich dependency, "(selinux-policy if systemd)"; %{version} and %{release} are the own ones',
);

const dependencyEntry = z.strictObject({ dependency: dependencyText, targets });

const requireEntry = z.strictObject({
  dependency: dependencyText,
  when: z
    .array(z.enum(requirePhases))
    .min(1, 'at least one phase')
    .optional()
    .describe('What needs it besides the files: scriptlets such as "post" and "preun"; "meta" orders nothing'),
  targets,
});

/** Dependencies of one kind: each a text, or an object that says for which targets. */
export const dependencies = z
  .array(z.union([dependencyText, dependencyEntry]).transform((value) => (typeof value === 'string' ? { dependency: value } : value)))
  .default([]);

/** What a package requires: each a text, or an object that says for which targets and when. */
export const requires = z
  .array(z.union([dependencyText, requireEntry]).transform((value) => (typeof value === 'string' ? { dependency: value } : value)))
  .default([]);

/** A dependency in its full form. */
export type DependencyEntry = z.output<typeof requires>[number];
