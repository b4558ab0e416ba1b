import { readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { ContentEntry, PackageDescription, RpmDescription } from '@bigpanda/release-model';
import type { PackagedPath, PackageFacts } from './package-facts.ts';

const probeBytes = 65_536;
const types: Readonly<Record<ContentEntry['type'], PackagedPath['type']>> = { file: 'file', config: 'config', noreplace: 'config', dir: 'dir', ghost: 'ghost', symlink: 'symlink', doc: 'doc', licence: 'licence', readme: 'doc', artifact: 'file' };

/** The packages of an rpm.json, main one first, as our rules see them; the folder is where its sources stand. */
export function readDescribedFacts(description: RpmDescription, folder: string): PackageFacts[] {
  const packages = [description, ...description.subpackages];
  const names = packages.map(({ name }) => name);
  const listed = packages.flatMap(({ contents }) => contents.filter(({ type }) => type === 'dir').map(({ destination }) => destination));
  const accounts = [...description.users, ...description.groups].map(({ name }) => name);
  return packages.map((one, index) => {
    const paths = one.contents.map((entry) => readEntry(entry, folder));
    return {
      name: one.name,
      summary: one.summary,
      description: one.description,
      paths,
      ownedFolders: [...listed, ...paths.flatMap(({ path, type }) => listOwnFolders(type === 'dir' ? path : posix.dirname(path), names))],
      requires: [...one.requires.map(({ dependency }) => dependency.split(/\s/u)[0] ?? ''), ...(description.automatic.requires === false ? [] : findPrograms(paths))],
      accounts,
      enabledUnits: [...one.units.map(({ source }) => posix.basename(source)), ...findUnitNames(Object.values(one.scriptlets).map((own) => own?.script).join('\n'))],
      scriptlets: listScriptlets(one),
      // rpm-builder adds the project's own; those of what is bundled are listed.
      wantsLicence: index === 0 && description.build.bundles.length > 0,
    };
  });
}

/** Programs of first lines, which rpm-builder requires without being told. */
function findPrograms(paths: readonly PackagedPath[]): string[] {
  return paths.flatMap(({ mode, text = '' }) => ((mode & 0o111) === 0 ? [] : (/^#!\s*(\/\S+)/u.exec(text)?.[1] ?? [])));
}

/** Units that a text of shell names. */
export function findUnitNames(text: string): string[] {
  return [...text.matchAll(/[\w@.:-]+\.(?:service|socket|timer|path|mount)\b/gu)].map(([name]) => name);
}

function listScriptlets({ scriptlets }: PackageDescription): PackageFacts['scriptlets'] {
  return Object.entries(scriptlets).flatMap(([name, own]) => (own === undefined ? [] : [{ name, program: own.interpreter ?? '/bin/sh', text: own.script }]));
}

function readEntry(entry: ContentEntry, folder: string): PackagedPath {
  const source = entry.source === undefined ? undefined : join(folder, entry.source);
  const usualMode = entry.type === 'dir' ? 0o755 : 0o644;
  const text = source === undefined ? undefined : readBeginning(source);
  return {
    path: entry.destination,
    type: types[entry.type],
    mode: entry.mode === undefined ? usualMode : Number.parseInt(entry.mode, 8),
    owner: entry.owner,
    group: entry.group,
    ...(text === undefined ? {} : { text }),
  };
}

/** Absent where it is a folder, or not built yet. */
function readBeginning(path: string): string | undefined {
  try {
    return statSync(path).isFile() ? readFileSync(path, 'utf8').slice(0, probeBytes) : undefined;
  } catch {
    return undefined;
  }
}

/** The folders that rpm-builder adds: from the first one called like a package of the component downwards. */
function listOwnFolders(folder: string, names: readonly string[]): string[] {
  const parts = folder.split('/').slice(1);
  const first = parts.findIndex((part) => names.includes(part));
  return first < 0 ? [] : parts.slice(first).map((_, index) => `/${parts.slice(0, first + index + 1).join('/')}`);
}
