import { posix } from 'node:path';
import type { Checker, CheckScope, RuleDescription } from '../checker.ts';
import type { FindingDraft } from '../finding.ts';
import { draftJsonProblems, type JsonProblem } from '../json-problems.ts';
import { dependencySections } from '../package-manifest.ts';
import { documentationOf } from '../rules/documentation.ts';
import { rootFolder, type Workspace, type WorkspaceFolder } from '../workspace.ts';

const rules: readonly RuleDescription[] = [
  { rule: 'bigpanda/exact-versions', severity: 'error', summary: 'Versions of dependencies are exact, so that the lock file is the only one who chooses' },
  { rule: 'bigpanda/file-names', severity: 'error', summary: 'Source files are named in kebab-case, and not `utils`, `helper`, `common`, `misc` or `manager`: a name says what is in the file' },
  { rule: 'bigpanda/one-version', severity: 'error', summary: 'A dependency has one version in the workspace' },
  { rule: 'bigpanda/package-name', severity: 'error', summary: 'Packages share the scope of the workspace, and the last part of their name is that of their folder' },
  { rule: 'bigpanda/workspace-package', severity: 'error', summary: 'Every folder with sources in the place of a package has a package.json' },
];
const exactVersion = /^(?:\d+\.\d+\.\d+(?:[-+][\w.+-]+)?|npm:.+@\d+\.\d+\.\d+(?:[-+][\w.+-]+)?|(?:file|link|workspace):.*|\*)$/u;
const drawerName = /^(?:utils?|helpers?|common|misc|managers?)$/u;

/** The structure of a workspace that has a table of import directions: its packages, their names and versions, and the names of files. */
export const checker: Checker = { title: 'Structure of the workspace', listRules: async () => rules, check };

async function check(scope: CheckScope): Promise<readonly FindingDraft[]> {
  const { workspace, folders } = scope;
  if (!workspace.hasDirectionTable) return [];
  const versions = collectVersions(workspace);
  const ofPackages = folders.flatMap((folder) => {
    const own = workspace.folders.find((one) => one.folder === folder);
    const file = posix.join(folder, 'package.json');
    return [
      ...draftJsonProblems(workspace, { rule: 'package-name', file }, own === undefined ? [] : judgeName(workspace, own)),
      ...draftJsonProblems(workspace, { rule: 'exact-versions', file }, listVersions(own?.manifest ?? workspace.manifest).flatMap(judgeExactness)),
      ...draftJsonProblems(workspace, { rule: 'one-version', file }, listVersions(own?.manifest ?? workspace.manifest).flatMap((one) => judgeUnity(versions, one))),
    ];
  });
  return [...ofPackages, ...(folders.includes(rootFolder) ? findPackageless(scope) : []), ...judgeFileNames(scope)];
}

interface WrittenVersion {
  readonly section: string;
  readonly name: string;
  readonly version: string;
}

function listVersions(manifest: Workspace['manifest']): WrittenVersion[] {
  return dependencySections.flatMap((section) => Object.entries(manifest[section]).map(([name, version]) => ({ section, name, version })));
}

/** The versions of each dependency, the most frequent first. */
function collectVersions(workspace: Workspace): ReadonlyMap<string, readonly string[]> {
  const all = [workspace.manifest, ...workspace.folders.map(({ manifest }) => manifest)].flatMap(listVersions).filter(({ section }) => section !== 'peerDependencies');
  return new Map([...Map.groupBy(all, ({ name }) => name)].map(([name, written]) => {
    const counts = Map.groupBy(written, ({ version }) => version);
    return [name, [...counts].toSorted(([, left], [, right]) => right.length - left.length).map(([version]) => version)];
  }));
}

function judgeExactness({ section, name, version }: WrittenVersion): JsonProblem[] {
  if (section === 'peerDependencies' || exactVersion.test(version)) return [];
  return [{ path: [section, name], message: `depend on "${name}": "${version}" is a range`, hint: 'Write the one version that is installed.' }];
}

function judgeUnity(versions: ReadonlyMap<string, readonly string[]>, { section, name, version }: WrittenVersion): JsonProblem[] {
  const [usual = version] = versions.get(name) ?? [];
  if (section === 'peerDependencies' || usual === version) return [];
  return [{ path: [section, name], message: `depend on "${name}": "${version}" here, "${usual}" elsewhere in the workspace`, hint: 'Use one version in the whole workspace.' }];
}

function judgeName(workspace: Workspace, { name, folder }: WorkspaceFolder): JsonProblem[] {
  const scopes = workspace.folders.flatMap((one) => /^@[^/]+/u.exec(one.name)?.[0] ?? []);
  const [scope = ''] = [...Map.groupBy(scopes, (text) => text)].toSorted(([, left], [, right]) => right.length - left.length)[0] ?? [];
  const last = name.slice(name.indexOf('/') + 1);
  const base = posix.basename(folder);
  if (scope !== '' && !name.startsWith(`${scope}/`)) return [{ path: ['name'], message: `name the package "${name}": the others are in ${scope}`, hint: `Call it "${scope}/${base}".` }];
  if (last === base || last.endsWith(`-${base}`)) return [];
  return [{ path: ['name'], message: `name the package "${name}": its folder is "${folder}"`, hint: `Call it "${scope === '' ? base : `${scope}/${base}`}", or rename the folder.` }];
}

/** Folders that the patterns of `workspaces` mean, with files of their own and without a package.json. */
function findPackageless({ workspace, allFiles }: CheckScope): FindingDraft[] {
  const patterns = workspace.manifest.workspaces.filter((pattern) => pattern.endsWith('/*'));
  const candidates = new Map<string, string>();
  for (const { path } of allFiles) {
    const folder = patterns.map((pattern) => pattern.slice(0, -1)).filter((prefix) => path.startsWith(prefix)).map((prefix) => path.slice(0, path.indexOf('/', prefix.length)))[0];
    if (folder !== undefined && path.startsWith(`${folder}/src/`) && !candidates.has(folder)) candidates.set(folder, path);
  }
  return [...candidates].filter(([folder]) => !workspace.folders.some((own) => own.folder === folder)).map(([folder, file]): FindingDraft => ({
    rule: 'bigpanda/workspace-package', severity: 'error', message: `read "${folder}": it has sources and no package.json`, file,
    hint: `Add ${folder}/package.json with its name, licence and dependencies.`, documentation: documentationOf('workspace-package'),
  }));
}

function judgeFileNames({ files, workspace }: CheckScope): FindingDraft[] {
  const sources = files.filter(({ path }) => /(?:^|\/)(?:src|test)\/.*\.[cm]?tsx?$/u.test(path) && workspace.folders.some(({ folder }) => path.startsWith(`${folder}/`)));
  return sources.flatMap(({ path }): FindingDraft[] => {
    const wrong = path.slice(path.search(/(?:src|test)\//u)).split('/').map((part) => part.replace(/(?:\.test|\.d)?\.[cm]?tsx?$/u, '')).find((part) => drawerName.test(part) || !/^[a-z\d]+(?:[-.][a-z\d]+)*$/u.test(part));
    if (wrong === undefined) return [];
    const reason = drawerName.test(wrong) ? 'it is a drawer, not a name' : 'it is not in kebab-case';
    return [{ rule: 'bigpanda/file-names', severity: 'error', message: `name the file "${wrong}": ${reason}`, file: path, hint: 'Name it after what it holds.', documentation: documentationOf('file-names') }];
  });
}
