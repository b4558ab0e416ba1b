import { posix } from 'node:path';
import type { RuleDescription } from '../checker.ts';
import { interpreterOf } from '../language.ts';
import { isSystemFolder, judgePlace } from './file-hierarchy.ts';
import type { PackagedPath, PackageFacts, PackageProblem } from './package-facts.ts';

type Judge = (facts: PackageFacts) => PackageProblem[];

const summaryLength = 70;
const lineLength = 80;
/** Public keys are no configuration: an upgrade has to bring the new ones (fedora-repos and epel-release list them as plain files). */
const keyFolder = '/etc/pki/rpm-gpg/';
const unitFolder = '/usr/lib/systemd/system';

/** What a program is provided by, on EL; a shell and coreutils are everywhere. */
const providersOf: Readonly<Record<string, RegExp>> = {
  node: /^(?:nodejs|nodejs\(engine\)|nodejs\d*|\/usr\/bin\/node)$/u,
  python: /^(?:python|python-unversioned-command|\/usr\/bin\/python)$/u,
  python2: /^(?:python2|\/usr\/bin\/python2)$/u,
  python3: /^(?:python3|python\(abi\)|python3\.\d+|\/usr\/bin\/python3|platform-python)$/u,
  perl: /^(?:perl|perl-interpreter|perl-libs|\/usr\/bin\/perl)$/u,
  ruby: /^(?:ruby|\/usr\/bin\/ruby)$/u,
};
const everywhere = new Set(['sh', 'bash', '<lua>', 'true', 'false', 'ldconfig']);

const rules: readonly (RuleDescription & { readonly judge: Judge })[] = [
  { rule: 'rpm-owner', severity: 'error', summary: 'Every folder below those of the system has a package that owns it, or it stays behind when the package goes; owners and groups are root or among `users`', judge: judgeOwners },
  { rule: 'rpm-licence', severity: 'error', summary: 'A package brings its licence; an `rpm.json` that bundles modules has an entry of the type `licence` with theirs, the project\'s own is added by the build', judge: judgeLicence },
  { rule: 'rpm-world-writable', severity: 'error', summary: 'Nothing may be written by everybody; folders may when their sticky bit is set', judge: judgeModes },
  { rule: 'rpm-path', severity: 'error', summary: 'Files are where the [FHS](https://refspecs.linuxfoundation.org/FHS_3.0/fhs-3.0.html) and EL have them: nothing in /usr/local, /home, /tmp, /bin, /etc/init.d; programs not in /etc', judge: judgePlaces },
  { rule: 'rpm-config', severity: 'error', summary: 'Files below /etc, but for the keys in /etc/pki/rpm-gpg, are of the type `config` or `noreplace`, or an upgrade overwrites what the administrator changed', judge: judgeConfiguration },
  { rule: 'rpm-interpreter', severity: 'error', summary: 'The program that a script or a scriptlet is run by is required, by its package or its path, and called by its path, not through `env`', judge: judgeInterpreters },
  { rule: 'rpm-units', severity: 'error', summary: 'systemd is told of every unit that can be enabled: it is listed under `units`, or a scriptlet names it', judge: judgeUnits },
  { rule: 'rpm-description', severity: 'error', summary: `Summaries begin with a capital letter, end without a full stop and have at most ${summaryLength} characters; descriptions say more than the summary, in sentences, in lines of at most ${lineLength} characters`, judge: judgeTexts },
];

/** The rules about packages, described or built, by name with `bigpanda/`. */
export const packageRules: readonly RuleDescription[] = rules.map(({ rule, severity, summary }) => ({ rule: `bigpanda/${rule}`, severity, summary }));

/** What is wrong in a package, by every rule. */
export function judgePackage(facts: PackageFacts): PackageProblem[] {
  return rules.flatMap(({ judge }) => judge(facts));
}

function judgeOwners(facts: PackageFacts): PackageProblem[] {
  const owned = new Set([...facts.ownedFolders, ...facts.paths.filter(({ type }) => type === 'dir').map(({ path }) => path)]);
  const told = new Set<string>();
  const folders = facts.paths.flatMap(({ path }): PackageProblem[] => {
    const unowned = listAbove(path).find((folder) => !isSystemFolder(folder) && !owned.has(folder) && !told.has(folder) && !isOfRequired(facts, folder));
    if (unowned === undefined || judgePlace(path) !== undefined) return [];
    told.add(unowned);
    return [{ rule: 'rpm-owner', message: `own "${unowned}": no package owns the folder of "${path}"`, hint: `Add an entry of the type "dir" for "${unowned}".`, about: { path } }];
  });
  const accounts = new Set(['root', ...facts.accounts]);
  const strangers = facts.paths.flatMap(({ path, owner, group }): PackageProblem[] => {
    const unknown = [owner, group].find((account) => !accounts.has(account));
    return unknown === undefined ? [] : [{ rule: 'rpm-owner', message: `own "${path}": nobody makes the account "${unknown}"`, hint: `Add "${unknown}" to "users".`, about: { path } }];
  });
  return [...folders, ...strangers];
}

/** A folder called like a required package, and what is below it, is that package's. */
function isOfRequired({ requires }: PackageFacts, folder: string): boolean {
  return folder.split('/').some((part) => requires.includes(part));
}

/** Folders above a path, from the top, without the root. */
function listAbove(path: string): string[] {
  const folders: string[] = [];
  for (let folder = posix.dirname(path); folder !== '/'; folder = posix.dirname(folder)) folders.unshift(folder);
  return folders;
}

function judgeLicence({ wantsLicence, paths, name }: PackageFacts): PackageProblem[] {
  const holdsFiles = paths.some(({ type }) => type === 'file');
  const hasLicence = paths.some(({ type, path }) => type === 'licence' || path.startsWith('/usr/share/licenses/'));
  if (!wantsLicence || !holdsFiles || hasLicence) return [];
  return [{ rule: 'rpm-licence', message: `read the contents of "${name}": no file has its licence`, hint: `Add an entry of the type "licence" below /usr/share/licenses/${name}.`, about: { part: 'name' } }];
}

function judgeModes({ paths }: PackageFacts): PackageProblem[] {
  const open = paths.filter(({ type, mode }) => type !== 'symlink' && (mode & 0o002) !== 0 && !(type === 'dir' && (mode & 0o1000) !== 0));
  return open.map(({ path, mode }) => ({ rule: 'rpm-world-writable', message: `set the mode of "${path}": ${mode.toString(8).padStart(4, '0')} lets everybody write`, hint: 'Take the last digit\'s 2 away.', about: { path } }));
}

function judgePlaces({ paths }: PackageFacts): PackageProblem[] {
  return paths.flatMap((one): PackageProblem[] => {
    const { path } = one;
    const reason = judgePlace(path) ?? (isProgram(one) && path.startsWith('/etc/') ? 'programs are not below /etc (FHS 3.7)' : undefined);
    return reason === undefined ? [] : [{ rule: 'rpm-path', message: `install "${path}": ${reason}`, hint: 'Choose another place.', about: { path } }];
  });
}

function isProgram({ type, mode }: PackagedPath): boolean {
  return type === 'file' && (mode & 0o111) !== 0;
}

function judgeConfiguration({ paths }: PackageFacts): PackageProblem[] {
  const plain = paths.filter((one) => one.type === 'file' && one.path.startsWith('/etc/') && !`${one.path}/`.startsWith(keyFolder) && !isProgram(one) && judgePlace(one.path) === undefined);
  return plain.map(({ path }) => ({ rule: 'rpm-config', message: `install "${path}": an upgrade would overwrite what the administrator changed`, hint: 'Make it of the type "noreplace" or "config".', about: { path } }));
}

function judgeInterpreters(facts: PackageFacts): PackageProblem[] {
  const scripts = facts.paths.flatMap(({ path, text = '', type }): PackageProblem[] => {
    const program = type === 'file' && text.startsWith('#!') ? interpreterOf(text) : undefined;
    if (program === undefined) return [];
    const throughEnv = /^#!\s*\S*\/env\s/u.test(text);
    if (throughEnv) return [{ rule: 'rpm-interpreter', message: `run "${path}": its first line asks env for "${program}", so that any program of that name runs it`, hint: `Begin it with #!/usr/bin/${program}.`, about: { path } }];
    return judgeProgram(facts, program, `run "${path}"`).map((said) => ({ ...said, about: { path } }));
  });
  const scriptlets = facts.scriptlets.flatMap(({ name, program }) => judgeProgram(facts, posix.basename(program), `run the scriptlet "${name}"`).map((said) => ({ ...said, about: { scriptlet: name } })));
  return [...scripts, ...scriptlets];
}

function judgeProgram({ requires }: PackageFacts, program: string, action: string): Omit<PackageProblem, 'about'>[] {
  if (everywhere.has(program)) return [];
  const known = providersOf[program] ?? providersOf[program.replace(/[\d.]+$/u, (digits) => (program.startsWith('python') ? digits.slice(0, 1) : ''))];
  const isRequired = requires.some((name) => (known?.test(name) ?? false) || posix.basename(name) === program);
  return isRequired ? [] : [{ rule: 'rpm-interpreter', message: `${action}: nothing that is required brings "${program}"`, hint: `Add its package, or /usr/bin/${program}, to "requires".` }];
}

function judgeUnits({ paths, enabledUnits }: PackageFacts): PackageProblem[] {
  const units = paths.filter(({ path, text }) => posix.dirname(path) === unitFolder && /\.(?:service|socket|timer|path|mount)$/u.test(path) && (text === undefined || /^\[Install\]/mu.test(text)));
  const silent = units.filter(({ path }) => !enabledUnits.includes(posix.basename(path)));
  return silent.map(({ path }) => ({ rule: 'rpm-units', message: `install "${path}": no scriptlet tells systemd of the unit`, hint: 'List it under "units", which writes the scriptlets.', about: { path } }));
}

function judgeTexts({ name, summary, description }: PackageFacts): PackageProblem[] {
  const say = (part: 'summary' | 'description', found: string, hint: string): PackageProblem => ({ rule: 'rpm-description', message: `check the ${part} of "${name}": ${found}`, hint, about: { part } });
  const long = description.split('\n').find((line) => line.length > lineLength && line.includes(' '));
  return [
    ...(summary.trimEnd().endsWith('.') ? [say('summary', 'it ends in a full stop', 'Remove the full stop, as rpm tools show summaries as titles.')] : []),
    ...(/^\p{Ll}/u.test(summary) ? [say('summary', 'it begins with a small letter', 'Begin with a capital letter.')] : []),
    ...(summary.length > summaryLength ? [say('summary', `found ${summary.length} characters; at most ${summaryLength} are shown`, 'Say it shorter; the description has room.')] : []),
    ...(isSame(description, summary) ? [say('description', 'it says no more than the summary', 'Say what the package is for, and for whom.')] : []),
    ...(/[.!?:)]$/u.test(description.trimEnd()) ? [] : [say('description', 'it does not end in a full stop', 'Write sentences.')]),
    ...(long === undefined || !description.includes('\n') ? [] : [say('description', `found a line of ${long.length} characters; at most ${lineLength} fit`, 'Break its lines.')]),
  ];
}

/** Whether two texts say the same, but for capitals and the full stop. */
function isSame(left: string, right: string): boolean {
  const [one, other] = [left, right].map((text) => text.trim().replace(/\.$/u, '').toLowerCase());
  return one === other;
}
