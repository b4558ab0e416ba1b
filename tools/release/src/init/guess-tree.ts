import { posix } from 'node:path';
import type { FolderFacts, FolderFile } from './folder-facts.ts';
import type { Guess, GuessedContent, GuessedPackage } from './guess.ts';

/** A file with what becomes of it. */
interface Placed {
  readonly file: FolderFile;
  readonly content: GuessedContent;
  readonly because: string;
}

const unitFile = /\.(?:service|socket|timer|path|target|mount)$/;
const configFile = /\.(?:conf|toml|ini|cfg|ya?ml|json)$/;
const configFolder = /^(?:etc|conf|config)\//;
const docFile = /^(?:README|CHANGELOG|CHANGES|NEWS|AUTHORS|CONTRIBUTING)[^/]*$/i;
const manPage = /\.(?<section>[1-8])$/;
/** What describes the project itself and is not for a host. */
const projectFile = /^(?:package\.json|tsconfig[^/]*\.json|pyproject\.toml|setup\.(?:py|cfg)|tox\.ini|MANIFEST\.in|requirements[^/]*\.txt|Makefile|Dockerfile|(?:LICEN[CS]E|COPYING)[^/]*)$/i;
const archFolder = /^(?:etc|usr)\//;

/** Units, configuration, documents and manual pages of a folder: what every kind of project may have. */
export function guessCommonFiles(facts: FolderFacts, name: string): Pick<GuessedPackage, 'units' | 'users' | 'contents' | 'guesses'> {
  const units = facts.files.filter(({ path }) => unitFile.test(path)).map(({ path }) => path);
  const users = [...new Set(units.flatMap((path) => /^User=(?<user>[a-z_][a-z0-9_-]*)\s*$/m.exec(facts.texts.get(path) ?? '')?.groups?.['user'] ?? []))].filter((user) => user !== 'root' && user !== 'nobody');
  const placed = facts.files.flatMap((file) => placeCommon(file, name) ?? []);
  return {
    units,
    users: users.map((user) => ({ name: user })),
    contents: placed.map(({ content }) => content),
    guesses: [
      ...units.map((path) => ({ about: 'unit', value: posix.basename(path), because: `${path} is a systemd unit` })),
      ...users.map((user) => ({ about: 'user', value: user, because: 'a unit runs as this user' })),
      ...placed.map(explain),
    ],
  };
}

/** A tree of files without a build: programs to /usr/bin, all that is left to /usr/share; `etc` and `usr` go where they are called. */
export function guessTree(facts: FolderFacts, name: string): GuessedPackage {
  const rest = facts.files.filter((file) => placeCommon(file, name) === undefined && !unitFile.test(file.path) && !projectFile.test(file.path));
  const placed = rest.map((file) => placeInTree(file, name));
  const programs = placed.filter(({ content }) => content.destination?.startsWith('/usr/bin/') === true).map(({ file }) => posix.basename(file.path));
  const interpreters = [...new Set(rest.flatMap(({ interpreterLine }) => interpreterOf(interpreterLine) ?? []))].sort();
  const throughEnv = rest.filter(({ interpreterLine }) => /\/env\s/.test(interpreterLine));
  return {
    requires: interpreters,
    units: [], users: [],
    contents: placed.map(({ content }) => content),
    holds: programs.length === 0 ? `the files of ${name}` : `the ${programs.length === 1 ? 'program' : 'programs'} ${programs.join(', ')} and what belongs to ${programs.length === 1 ? 'it' : 'them'}`,
    guesses: [
      ...placed.map(explain),
      ...interpreters.map((program) => ({ about: 'requires', value: program, because: 'a program begins with it' })),
      ...throughEnv.map(({ path, interpreterLine }): Guess => ({ about: 'CHANGE', value: path, because: `its first line asks env for its interpreter: begin it with #!${programOf(interpreterLine)}` })),
    ],
  };
}

function placeCommon(file: FolderFile, name: string): Placed | undefined {
  const { path } = file;
  const base = posix.basename(path);
  if (path.startsWith('etc/')) return { file, content: { type: 'noreplace', source: path, destination: `/${path}` }, because: 'it stands below etc' };
  if (path.startsWith('usr/') || unitFile.test(path)) return undefined;
  if (/(?:^|\/)logrotate(?:\.d\/|$)|\.logrotate$/.test(path)) return { file, content: { type: 'noreplace', source: path, destination: `/etc/logrotate.d/${name}` }, because: 'a configuration of logrotate by its name' };
  if (configFolder.test(path) || (configFile.test(path) && !path.includes('/') && !projectFile.test(path) && !file.isProgram)) {
    return { file, content: { type: 'noreplace', source: path, destination: `/etc/${name}/${path.replace(configFolder, '')}` }, because: 'a configuration by its folder or ending; an upgrade keeps what was edited' };
  }
  if (docFile.test(path)) return { file, content: { type: 'doc', source: path }, because: 'a document by its name' };
  const section = manPage.exec(base)?.groups?.['section'];
  if (section !== undefined && /(?:^|\/)man\d?\//.test(path)) return { file, content: { type: 'doc', source: path, destination: `/usr/share/man/man${section}/${base}` }, because: 'a manual page' };
  return undefined;
}

function placeInTree(file: FolderFile, name: string): Placed {
  const { path, isProgram } = file;
  const mode = isProgram ? { mode: '0755' } : {};
  if (archFolder.test(path)) return { file, content: { source: path, destination: `/${path}`, ...mode }, because: 'it stands below usr' };
  const isCommand = isProgram && /^(?:s?bin\/)?[^/]+$/.test(path);
  if (isCommand) return { file, content: { source: path, destination: `/usr/bin/${posix.basename(path).replace(/\.(?:sh|py|pl)$/, '')}`, ...mode }, because: 'a program at the top or in bin' };
  return { file, content: { source: path, destination: `/usr/share/${name}/${path.replace(/^share\//, '')}`, ...mode }, because: 'none of the rules for other places holds' };
}

/** What has to be required for a `#!` line; a shell is everywhere. */
function interpreterOf(line: string): string | undefined {
  const program = programOf(line);
  return program === '' || /\/(?:sh|bash)$/.test(program) ? undefined : program;
}

/** The program that a `#!` line calls, by its path. */
function programOf(line: string): string {
  const [program = '', ...args] = line.replace(/^#!\s*/, '').split(/\s+/);
  return program.endsWith('/env') ? `/usr/bin/${args.find((word) => !word.startsWith('-')) ?? ''}` : program;
}

function explain({ file, content, because }: Placed): Guess {
  return { about: content.type ?? 'file', value: content.destination ?? `documents of the package: ${posix.basename(file.path)}`, because: `${file.path}: ${because}` };
}
