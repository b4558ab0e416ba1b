import { posix } from 'node:path';
import type { Checker } from '../checker.ts';
import { judgeDirection } from '../directions/judge-direction.ts';
import type { FindingDraft } from '../finding.ts';
import type { JsonPath } from '../json-locations.ts';
import { draftJsonProblems, type JsonProblem } from '../json-problems.ts';
import { dependencySections, type PackageManifest } from '../package-manifest.ts';
import { rootFolder, type Workspace, type WorkspaceFolder } from '../workspace.ts';

/** One mention of another package in a package.json. */
interface Mention {
  readonly path: JsonPath;
  /** The name the mention gives it. */
  readonly name: string;
  /** A version, or where the package really comes from: `npm:name@version`, `file:folder`. */
  readonly value: string;
}

/**
 * What package.json files declare of our own packages: by the table of import directions, under their own names.
 * The entries of `imports` count as well. Those of the workspace's own package.json need only keep to the names.
 */
export const checker: Checker = {
  title: 'Dependencies of package.json',
  listRules: async () => [{
    rule: 'bigpanda/package-dependencies',
    severity: 'error',
    summary: 'The dependencies of package.json files (of every kind, and the targets of `imports`) follow the table of import directions. A package of ours goes by its own name: an alias such as `"x": "npm:@bigpanda/model@0.0.0"` or `"x": "file:../model"` would hide it',
  }],
  check: async ({ workspace, folders }) => (workspace.hasDirectionTable ? folders.flatMap((folder) => judgeFolder(workspace, folder)) : []),
};

function judgeFolder(workspace: Workspace, folder: string): FindingDraft[] {
  const owner = workspace.folders.find((own) => own.folder === folder);
  const problems = listMentions(owner?.manifest ?? workspace.manifest).flatMap((mention) => judgeMention(workspace, folder, mention));
  return draftJsonProblems(workspace, { rule: 'package-dependencies', file: posix.join(folder, 'package.json') }, problems);
}

function judgeMention(workspace: Workspace, folder: string, mention: Mention): JsonProblem[] {
  const { path, name } = mention;
  const target = findTarget(workspace, folder, mention);
  if (target === undefined) return [];
  const direction = folder === rootFolder ? undefined : judgeDirection(workspace.directions, folder, target.folder);
  if (direction !== undefined) return [{ path, message: `depend on "${name}": ${direction.facts}`, hint: direction.hint }];
  if (target.name === name) return [];
  return [{
    path,
    message: `depend on "${name}": it is another name for "${target.name}", which would hide it from the table of import directions`,
    hint: `Use its own name, "${target.name}".`,
  }];
}

function findTarget(workspace: Workspace, folder: string, { name, value }: Mention): WorkspaceFolder | undefined {
  const alias = /^npm:(@?[^@]+)/u.exec(value)?.[1];
  const path = /^(?:file:|link:|portal:|(?=\.{1,2}\/|\/))(.*)$/u.exec(value)?.[1];
  if (path === undefined) return workspace.folders.find((other) => other.name === (alias ?? name));
  const place = path.startsWith('/') ? posix.relative(workspace.root, path) : posix.join(folder, path);
  return workspace.folders.find((other) => other.folder === posix.normalize(place).replace(/\/$/u, ''));
}

function listMentions(manifest: PackageManifest): Mention[] {
  const dependencies = dependencySections.flatMap((section) =>
    Object.entries(manifest[section]).map(([name, value]) => ({ path: [section, name], name, value })),
  );
  return [...dependencies, ...listImports(manifest.imports, ['imports'])];
}

/** The strings at any depth of `imports`: `{"#x": {"node": "@scope/y/part"}}` leads to `@scope/y`. */
function listImports(value: unknown, path: JsonPath): Mention[] {
  if (typeof value === 'string') {
    const name = /^(?:@[^/]+\/)?[^/]+/u.exec(value)?.[0];
    return name === undefined ? [] : [{ path, name, value: '' }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => listImports(inner, [...path, key]));
}
