import { ReleaseError, type ConfigurationProblem, type RpmDescription } from '@bigpanda/release-model';
import type { PackageFile, PackageSpec } from '@bigpanda/rpm-format';
import { listPackages } from './described-package.ts';
import { userTextPattern } from './user-files.ts';

/**
 * Refuses packages that rpm would take but that would not work: files of users nobody makes, paths that stand twice, packages of one name.
 * @throws ReleaseError `RPM_CONTENT_INVALID` with every problem
 */
export function checkContents(description: RpmDescription, specs: readonly PackageSpec[]): void {
  const problems = [...checkNames(description), ...checkUsers(description), ...specs.flatMap((spec) => checkFiles(description, spec))];
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
  return description.users.flatMap((user, index) =>
    (['description', 'home'] as const)
      .filter((key) => !userTextPattern.test(user[key]))
      .map((key) => ({ path: `rpm.json: users[${index}].${key}`, found: `"${user[key]}"`, allowed: 'a text without : " \\ and %' })),
  );
}

function checkFiles(description: RpmDescription, spec: PackageSpec): readonly ConfigurationProblem[] {
  const accounts = ['root', ...description.users.map(({ name }) => name)];
  const seen = new Set<string>();
  return spec.files.flatMap((file) => {
    const isTwice = seen.has(file.path);
    seen.add(file.path);
    const twice = { path: `package "${spec.name}": ${file.path}`, found: 'the same path a second time', allowed: 'each path once' };
    return [...(isTwice ? [twice] : []), ...checkOwner(spec.name, file, accounts)];
  });
}

function checkOwner(packageName: string, file: PackageFile, accounts: readonly string[]): readonly ConfigurationProblem[] {
  const names = { owner: file.user ?? 'root', group: file.group ?? 'root' };
  return (['owner', 'group'] as const)
    .filter((key) => !accounts.includes(names[key]))
    .map((key) => ({
      path: `package "${packageName}": ${file.path}`,
      found: `the ${key} "${names[key]}"`,
      allowed: `one of ${accounts.map((account) => `"${account}"`).join(', ')}; list another one under "users"`,
    }));
}
