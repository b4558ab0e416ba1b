import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { getProjects, readJson, type Tree } from '@nx/devkit';
import type { TakenNames } from './vo-name.ts';

/** Folder of the VOs below the workspace. */
export const voFolder = 'packages/monitor-vo';

/** What a name of npm or of an RPM begins with before the name of the VO. */
const prefixes = ['@bigpanda/monitor-', 'bigpandamon-'];

/** RPM names that packages provide beside their own. */
const provided: readonly (readonly [string, string])[] = [['contract', '"bigpandamon-contract" is what bigpandamon-core provides for every plug-in']];

/** Names that no new VO can have: those of the workspace's VOs, and what would make the name of another package. */
export function listTakenNames(tree: Tree): TakenNames {
  const folders = tree.children(voFolder).map((name): [string, string] => [name, `${voFolder}/${name} is there already`]);
  const packages = [...getProjects(tree)].flatMap(([project, { root }]) => {
    const npmName = tree.exists(`${root}/package.json`) ? readJson<{ readonly name?: string }>(tree, `${root}/package.json`).name ?? '' : '';
    return [project, npmName].flatMap((name) => prefixes.filter((prefix) => name.startsWith(prefix)).map((prefix): [string, string] => [name.slice(prefix.length), `"${name}" is ${root}`]));
  });
  return new Map([...listMonitorNames(tree.root), ...provided, ...packages, ...folders]);
}

/** First parts of the paths of the monitor's own pages, as the monitor tells them; none where it does not run. */
function listMonitorNames(workspaceRoot: string): [string, string][] {
  const { stdout } = spawnSync(process.execPath, [join(workspaceRoot, 'packages/monitor-core/src/main.ts'), 'plugins', '--json'], { encoding: 'utf8' });
  try {
    const told = JSON.parse(stdout) as { readonly ownNames: readonly string[] };
    return told.ownNames.map((name) => [name, `/${name}/ is a page of the monitor's own`]);
  } catch {
    return [];
  }
}
