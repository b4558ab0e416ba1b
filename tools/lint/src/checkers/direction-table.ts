import type { Checker } from '../checker.ts';
import { directionTableFile, findAllowedFolders, matchesFolder } from '../directions/direction-table.ts';
import { draftJsonProblems, type JsonProblem } from '../json-problems.ts';
import { rootFolder, type Workspace } from '../workspace.ts';

const rule = 'direction-table';

/** Packages that the table of import directions does not name, and names in it that no package has. */
export const checker: Checker = {
  title: 'Table of import directions',
  listRules: async () => [{ rule: 'bigpanda/direction-table', severity: 'error', summary: 'Every package of the workspace is named in `repo-config/import-directions.json`, and every name there is a package' }],
  check: async ({ workspace, folders }) => {
    if (!workspace.hasDirectionTable) return [];
    const missing = folders.filter((folder) => folder !== rootFolder && findAllowedFolders(workspace.directions, folder) === undefined);
    const ofFolders = missing.flatMap((folder) => draftJsonProblems(workspace, { rule, file: `${folder}/package.json` }, [describeMissing(folder)]));
    const stale = folders.includes(rootFolder) ? findStaleNames(workspace) : [];
    return [...ofFolders, ...draftJsonProblems(workspace, { rule, file: directionTableFile }, stale)];
  },
};

function describeMissing(folder: string): JsonProblem {
  return {
    path: ['name'],
    message: `look up "${folder}": ${directionTableFile} does not say what it may import`,
    hint: `Add a line such as "${folder}": [] to ${directionTableFile}, with the folders that it may import in the brackets.`,
  };
}

function findStaleNames(workspace: Workspace): JsonProblem[] {
  return Object.entries(workspace.directions).flatMap(([key, values]) => {
    const places = [{ pattern: key, path: [key] }, ...values.map((pattern, index) => ({ pattern, path: [key, index] }))];
    const stale = places.filter(({ pattern }) => !workspace.folders.some(({ folder }) => matchesFolder(pattern, folder)));
    return stale.map(({ pattern, path }) => ({
      path,
      message: `read ${directionTableFile}: no package of the workspace is in "${pattern}"`,
      hint: 'Correct the name, or remove it.',
    }));
  });
}
