import type { PackageDescription } from '@bigpanda/release-model';
import { scriptletNames, type PackageFile, type PackageSpec } from '@bigpanda/rpm-format';
import type { PackInput } from './pack-input.ts';
import { joinScript, quoteWord } from './shell-text.ts';
import { writeUnitScripts } from './unit-scriptlets.ts';
import { writeUserScript } from './user-scriptlet.ts';

/**
 * The scriptlets of one package: generated parts around those of its author.
 * Users and folders are there before the author's part of %pre and %post runs; units are stopped before that of %preun.
 */
export function planScriptlets(input: PackInput, described: PackageDescription, files: readonly PackageFile[]): NonNullable<PackageSpec['scriptlets']> {
  const own = described.scriptlets;
  const units = writeUnitScripts(described.units);
  const bodies = {
    pretrans: joinScript(own.pretrans),
    pre: joinScript(planUserScript(input, described, files), own.pre),
    post: joinScript(writeTmpfilesScript(files), own.post, units.post),
    preun: joinScript(units.preun, own.preun),
    postun: joinScript(own.postun, units.postun),
    posttrans: joinScript(own.posttrans),
    preuntrans: joinScript(own.preuntrans),
    postuntrans: joinScript(own.postuntrans),
    verify: joinScript(own.verify),
  };
  return Object.fromEntries(scriptletNames.flatMap((name) => {
    const body = bodies[name];
    return body === undefined ? [] : [[name, { body }]];
  }));
}

/** Sub-packages that own files of a user make it too: where packages require each other, either may come first. */
function planUserScript({ description }: PackInput, described: PackageDescription, files: readonly PackageFile[]): string | undefined {
  const owners = new Set(files.flatMap(({ user, group }) => [user, group]));
  const isNeeded = described === description || description.users.some(({ name }) => owners.has(name));
  return isNeeded ? writeUserScript(description.name, description.users) : undefined;
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
