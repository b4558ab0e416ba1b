import { ReleaseError, type ConfigurationProblem, type RpmDescription } from '@bigpanda/release-model';
import { scriptletNames, type PackageFile, type PackageSpec } from '@bigpanda/rpm-format';
import { selectFiles } from './content-plan.ts';
import { listPackages } from './described-package.ts';
import type { PackInput } from './pack-input.ts';
import { clashesWithShell, generateParts, ownScriptlet } from './scriptlet-plan.ts';
import type { SourceTrees } from './source-tree.ts';
import { isForTarget } from './target-choice.ts';
import { userTextPattern } from './user-files.ts';

/** What the packages of a component are checked against. */
export interface PlannedPackages {
  readonly input: PackInput;
  readonly sources: SourceTrees;
  /** In the order of the description. */
  readonly specs: readonly PackageSpec[];
}

/**
 * Refuses packages that rpm would take but that would not work: files of users nobody makes, paths that stand twice, packages of one name,
 * entries that leave out all of their files, scriptlets that cannot hold what units and users need.
 * @throws ReleaseError `RPM_CONTENT_INVALID` with every problem
 */
export function checkContents(planned: PlannedPackages): void {
  const { description } = planned.input;
  const problems = [
    ...checkNames(description),
    ...checkUsers(description),
    ...checkExclusions(planned),
    ...checkTmpfiles(description),
    ...checkScriptlets(planned),
    ...planned.specs.flatMap((spec) => checkFiles(description, spec)),
  ];
  if (problems.length === 0) return;
  throw new ReleaseError('RPM_CONTENT_INVALID', `pack "${description.name}": problems in its rpm.json: ${problems.length}`, {
    exitStatus: 2,
    problems,
    hint: 'Correct each place that is listed.',
  });
}

function checkNames(description: RpmDescription): readonly ConfigurationProblem[] {
  const names = listPackages(description).map(({ package: { name } }) => name);
  return listPackages(description)
    .filter((_, index) => names.indexOf(names[index] ?? '') < index)
    .map(({ package: { name }, place }) => ({ path: `rpm.json: ${place}name`, found: `"${name}" a second time`, allowed: 'a name of its own' }));
}

function checkUsers(description: RpmDescription): readonly ConfigurationProblem[] {
  const accounts = listAccounts(description);
  return description.users.flatMap((user, index) => [
    ...(['description', 'home'] as const)
      .filter((key) => !userTextPattern.test(user[key]))
      .map((key) => ({ path: `rpm.json: users[${index}].${key}`, found: `"${user[key]}"`, allowed: 'a text without : " \\ and %' })),
    ...user.groups.flatMap((group, position) => checkAccount(group, accounts, { path: `rpm.json: users[${index}].groups[${position}]`, kind: 'group' })),
  ]);
}

function checkExclusions({ input, sources }: PlannedPackages): readonly ConfigurationProblem[] {
  return listPackages(input.description).flatMap(({ package: { contents }, place }) =>
    contents.flatMap((entry, index) => {
      if (entry.source === undefined || entry.exclude === undefined || !isForTarget(entry, input.target)) return [];
      if (selectFiles(entry, sources.get(entry.source) ?? []).length > 0) return [];
      const found = entry.exclude.map((pattern) => `"${pattern}"`).join(', ');
      return [{ path: `rpm.json: ${place}contents[${index}].exclude`, found, allowed: `patterns that leave a file of "${entry.source}"` }];
    }),
  );
}

function checkTmpfiles(description: RpmDescription): readonly ConfigurationProblem[] {
  const accounts = listAccounts(description);
  return listPackages(description).flatMap(({ package: { tmpfiles }, place }) =>
    tmpfiles.flatMap((entry, index) =>
      'source' in entry ? [] : (['owner', 'group'] as const).flatMap((kind) => checkAccount(entry[kind] ?? 'root', accounts, { path: `rpm.json: ${place}tmpfiles[${index}].${kind}`, kind })),
    ),
  );
}

/** Generated parts are for a shell: they cannot stand in a script of another interpreter. */
function checkScriptlets({ input, specs }: PlannedPackages): readonly ConfigurationProblem[] {
  return listPackages(input.description).flatMap(({ package: described, place }, index) => {
    const generated = generateParts(input, described, specs[index]?.files ?? []);
    return scriptletNames.flatMap((name) => {
      const own = ownScriptlet(input, described, name);
      const { before, after } = generated[name] ?? {};
      if (own === undefined || !clashesWithShell(own) || (before ?? after) === undefined) return [];
      return [{
        path: `rpm.json: ${place}scriptlets.${name}`,
        found: own.expand === undefined ? `the interpreter "${[own.interpreter ?? '/bin/sh', ...(own.args ?? [])].join(' ')}"` : `a script that is expanded as ${own.expand}`,
        allowed: `a plain script for /bin/sh, because users, units or tmpfiles of the package need one in "${name}" too`,
      }];
    });
  });
}

function checkFiles(description: RpmDescription, spec: PackageSpec): readonly ConfigurationProblem[] {
  const accounts = listAccounts(description);
  const seen = new Set<string>();
  const problems: ConfigurationProblem[] = [];
  for (const file of spec.files) {
    const isTwice = seen.has(file.path);
    seen.add(file.path);
    if (!isTwice && isOwned(file, accounts)) continue;
    const path = `package "${spec.name}": ${file.path}`;
    const twice = { path, found: 'the same path a second time', allowed: 'each path once' };
    problems.push(...(isTwice ? [twice] : []), ...checkOwner(file, accounts, path));
  }
  return problems;
}

function isOwned({ user = 'root', group = 'root' }: PackageFile, accounts: readonly string[]): boolean {
  return accounts.includes(user) && accounts.includes(group);
}

function checkOwner({ user, group }: PackageFile, accounts: readonly string[], path: string): readonly ConfigurationProblem[] {
  return [...checkAccount(user ?? 'root', accounts, { path, kind: 'owner' }), ...checkAccount(group ?? 'root', accounts, { path, kind: 'group' })];
}

/** Names that files may belong to: root and what the component makes, whether as a user or as a group. */
function listAccounts({ users, groups }: RpmDescription): readonly string[] {
  return ['root', ...users.map(({ name }) => name), ...groups.map(({ name }) => name)];
}

function checkAccount(name: string, accounts: readonly string[], { path, kind }: { readonly path: string; readonly kind: 'owner' | 'group' }): readonly ConfigurationProblem[] {
  if (accounts.includes(name)) return [];
  const known = accounts.map((account) => `"${account}"`).join(', ');
  return [{ path, found: `the ${kind} "${name}"`, allowed: `one of ${known}; list another one under "${kind === 'owner' ? 'users' : 'groups'}"` }];
}
