import type { PackageDescription, ScriptletEntry } from '@bigpanda/release-model';
import { scriptletNames, type PackageFile, type PackageSpec, type Scriptlet, type ScriptletName } from '@bigpanda/rpm-format';
import type { PackInput } from './pack-input.ts';
import { writeCompileScript } from './python-plan.ts';
import { joinScript, quoteWord } from './shell-text.ts';
import { isForTarget } from './target-choice.ts';
import { makesAccounts } from './target-facts.ts';
import { writeUnitScripts } from './unit-scriptlets.ts';
import { writeUserScript } from './user-scriptlet.ts';

/** Programs that run generated parts too: on EL all of them are bash. */
const shells: readonly string[] = ['/bin/sh', '/usr/bin/sh', '/bin/bash', '/usr/bin/bash'];

/** What is written for one scriptlet, before and after the part of its author. */
export interface GeneratedParts {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/**
 * The scriptlets of one package: generated parts around those of its author.
 * Users and folders are there before the author's part of %pre and %post runs; units are stopped before that of %preun.
 */
export function planScriptlets(input: PackInput, described: PackageDescription, files: readonly PackageFile[]): NonNullable<PackageSpec['scriptlets']> {
  const generated = generateParts(input, described, files);
  return Object.fromEntries(scriptletNames.flatMap((name) => {
    const scriptlet = joinParts(ownScriptlet(input, described, name), generated[name]);
    return scriptlet === undefined ? [] : [[name, scriptlet]];
  }));
}

/** The parts that units, users and tmpfiles of a package bring. */
export function generateParts(input: PackInput, described: PackageDescription, files: readonly PackageFile[]): Partial<Record<ScriptletName, GeneratedParts>> {
  const units = writeUnitScripts(described.units.filter((unit) => isForTarget(unit, input.target)));
  return {
    pre: { before: planUserScript(input, described, files) },
    post: { before: joinScript(writeTmpfilesScript(files), writeCompileScript(files)), after: units.post },
    preun: { before: units.preun },
    postun: { after: units.postun },
  };
}

/** The author's scriptlet for the target. */
export function ownScriptlet({ target }: PackInput, described: PackageDescription, name: ScriptletName): ScriptletEntry | undefined {
  const own = described.scriptlets[name];
  return own === undefined || !isForTarget(own, target) ? undefined : own;
}

/** Whether a generated shell script cannot stand beside what the author wrote: another interpreter, or text that rpm expands. */
export function clashesWithShell({ interpreter = '/bin/sh', args = [], expand }: ScriptletEntry): boolean {
  return !shells.includes(interpreter) || args.length > 0 || expand !== undefined;
}

function joinParts(own: ScriptletEntry | undefined, { before, after }: GeneratedParts = {}): Scriptlet | undefined {
  const body = joinScript(before, own?.script, after);
  if (own === undefined) return body === undefined ? undefined : { body };
  const { interpreter, args = [], expand } = own;
  const program = interpreter === undefined && args.length === 0 ? {} : { interpreter: [interpreter ?? '/bin/sh', ...args] };
  return body === undefined && interpreter === undefined ? undefined : { body: body ?? '', ...program, ...(expand === undefined ? {} : { expand }) };
}

/** Sub-packages that own files of a user make it too: where packages require each other, either may come first. */
function planUserScript({ description, target }: PackInput, described: PackageDescription, files: readonly PackageFile[]): string | undefined {
  const owners = new Set(files.flatMap(({ user, group }) => [user, group]));
  // rpm makes users and groups, but puts no user into further groups (rpm, docs/manual/users_and_groups.md).
  if (makesAccounts(target) && description.users.every(({ groups }) => groups.length === 0)) return undefined;
  const isNeeded = described === description || [...description.users, ...description.groups].some(({ name }) => owners.has(name));
  return isNeeded ? writeUserScript(description.name, description) : undefined;
}

function writeTmpfilesScript(files: readonly PackageFile[]): string | undefined {
  const paths = files.map(({ path }) => path).filter((path) => /^\/usr\/lib\/tmpfiles\.d\/[^/]+\.conf$/.test(path));
  if (paths.length === 0) return undefined;
  return `\
if command -v systemd-tmpfiles >/dev/null 2>&1; then
  systemd-tmpfiles --create ${paths.map(quoteWord).join(' ')} || :
fi
`;
}
