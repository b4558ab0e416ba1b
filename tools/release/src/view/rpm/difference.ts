import { createTwoFilesPatch } from 'diff';
import { dependencyTags, type ConfigFate, type DependencyKind, type FileChange, type PackageDifference, type PackagedFile, type PrivilegeChange, type ScriptChange, type UnitChange } from '@bigpanda/rpm-format';
import { formatSize, renderTable } from '../table.ts';
import { formatDay } from './date.ts';
import { nameType } from './file.ts';
import { renderMode } from './file-list.ts';

/** A part of a comparison: what it is about, and rows of columns; or lines that stand as they are. */
export interface DifferenceSection {
  readonly title: string;
  readonly rows?: readonly (readonly string[])[];
  /** Whether rows that begin with the same belong together. */
  readonly isGrouped?: true;
  /** Unified diffs, each with what it is of. */
  readonly patches?: readonly { readonly title: string; readonly lines: readonly string[] }[];
}

/** `panda-server 1.0-1.el9 -> 1.1-1.el9: upgrade`. */
export function renderHeadline({ before, after, step }: PackageDifference): string {
  const [one, other] = [before, after].map(({ name, evr, arch }) => (before.name === after.name && before.arch === after.arch ? evr : `${name} ${evr} ${arch}`));
  const subject = before.name === after.name && before.arch === after.arch ? `${before.name} ` : '';
  return `${subject}${one ?? ''} -> ${other ?? ''}: ${step}`;
}

/** Every part of a comparison in which something differs, what a sysadmin has to act on first. */
export function listSections(difference: PackageDifference): readonly DifferenceSection[] {
  const { fields, obstacles, privileges, config, units, dependencies, scripts, files, changelog } = difference;
  const sections: readonly DifferenceSection[] = [
    { title: 'Size', rows: sizeRows(difference) },
    { title: 'In the way', rows: obstacles.map(({ path, reason }) => [path, reason]) },
    { title: 'Privileges', rows: privileges.map(privilegeRow) },
    { title: 'Configuration', rows: config.map(configRow) },
    { title: 'Units', rows: units.map(unitRow) },
    { title: 'Dependencies', rows: dependencyRows(dependencies), isGrouped: true },
    { title: 'Scriptlets', patches: scripts.map(scriptPatch) },
    { title: 'Files', rows: fileRows(files) },
    { title: 'Description', rows: fields.map(({ name, before, after }) => [name, `${quote(before)} -> ${quote(after)}`]) },
    { title: 'Changelog', rows: changelog.map(({ timeSeconds, author, text }) => [formatDay(timeSeconds), `${author}: ${text.replaceAll('\n', ' ')}`]) },
  ];
  return sections.filter(({ rows = [], patches = [] }) => rows.length + patches.length > 0);
}

/** A comparison as text for a terminal. */
export function renderDifference(difference: PackageDifference): string {
  const sections = listSections(difference).map(({ title, rows = [], patches = [], isGrouped }) => [
    title,
    ...(rows.length === 0 ? [] : renderTable(isGrouped === true ? blankRepeats(rows) : rows).split('\n').map((line) => `  ${line}`)),
    ...patches.flatMap((patch) => [`  ${patch.title}`, ...patch.lines.map((line) => `    ${line}`.trimEnd())]),
  ].join('\n'));
  return `${[renderHeadline(difference), ...sections].join('\n\n')}\n`;
}

function blankRepeats(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return rows.map(([first = '', ...rest], index) => [rows[index - 1]?.[0] === first ? '' : first, ...rest]);
}

/** The same as Markdown, for release notes and merge requests. */
export function renderDifferenceMarkdown(difference: PackageDifference): string {
  const sections = listSections(difference).flatMap(({ title, rows = [], patches = [] }) => [
    `### ${title}`,
    '',
    ...(rows.length === 0 ? [] : [...rows.map((row) => `- ${row.filter((cell) => cell !== '').map((cell, index) => (index === 0 || cell.startsWith('/') ? code(cell) : escapeMarkdown(cell))).join(' ')}`), '']),
    ...patches.flatMap((patch) => [escapeMarkdown(patch.title), '', `${fence(patch.lines)}diff`, ...patch.lines, fence(patch.lines), '']),
  ]);
  return [`## ${escapeMarkdown(renderHeadline(difference))}`, '', ...sections].join('\n');
}

function sizeRows({ before, after }: PackageDifference): readonly (readonly string[])[] {
  const row = (label: string, old: number, fresh: number): string[] => [label, `${formatSize(old)} -> ${formatSize(fresh)}`, describeGrowth(fresh - old)];
  const rows = [row('installed', before.installedSizeBytes, after.installedSizeBytes), row('RPM file', before.sizeBytes, after.sizeBytes)];
  if (before.fileCount !== after.fileCount) rows.push(['files', `${before.fileCount} -> ${after.fileCount}`, `${after.fileCount > before.fileCount ? '+' : '-'}${Math.abs(after.fileCount - before.fileCount)}`]);
  return before.installedSizeBytes === after.installedSizeBytes && before.fileCount === after.fileCount && before.sizeBytes === after.sizeBytes ? [] : rows;
}

function describeGrowth(bytes: number): string {
  if (bytes === 0) return 'the same';
  return `${bytes > 0 ? '+' : '-'}${formatSize(Math.abs(bytes))}`;
}

function privilegeRow({ path, gained, lost }: PrivilegeChange): readonly string[] {
  return [path, [...gained.map((one) => `GAINS ${one}`), ...lost.map((one) => `loses ${one}`)].join(', ')];
}

const fateWords: Readonly<Record<ConfigFate['leaves'], string>> = {
  '.rpmnew': 'replaced; if edited: stays, the new one as .rpmnew',
  '.rpmsave': 'replaced; if edited: the old one as .rpmsave',
  '.rpmorig': 'new; if there already: the old one as .rpmorig',
};

function configRow({ path, change, leaves }: ConfigFate): readonly string[] {
  if (change === 'removed') return [path, 'removed; if edited: kept as .rpmsave'];
  if (change === 'added' && leaves === '.rpmnew') return [path, 'new; if there already: comes as .rpmnew'];
  return [path, fateWords[leaves]];
}

function unitRow({ name, change, restartedBy }: UnitChange): readonly string[] {
  const restart = restartedBy === undefined ? 'not restarted' : `restarted by ${restartedBy}`;
  return [name, change === 'same' ? 'unchanged' : change, change === 'removed' || change === 'added' ? '' : restart];
}

function dependencyRows(dependencies: PackageDifference['dependencies']): readonly (readonly string[])[] {
  return (Object.keys(dependencyTags) as readonly DependencyKind[]).flatMap((kind) => {
    const { added = [], removed = [], changed = [] } = dependencies[kind] ?? {};
    const rows = [...added.map((text) => ['+', text]), ...removed.map((text) => ['-', text]), ...changed.map(({ before, after }) => ['~', `${before} -> ${after}`])];
    return rows.map(([sign = '', text = '']) => [kind, sign, text]);
  });
}

function scriptPatch({ name, before, after }: ScriptChange): { readonly title: string; readonly lines: readonly string[] } {
  const interpreters = before !== undefined && after !== undefined && before.interpreter !== after.interpreter ? `, ${before.interpreter} -> ${after.interpreter}` : '';
  const title = `${name} ${before === undefined ? `added (${after?.interpreter ?? ''})` : after === undefined ? 'removed' : `changed${interpreters}`}`;
  const patch = createTwoFilesPatch('before', 'after', withNewline(before?.body), withNewline(after?.body), '', '', { context: 3 });
  return { title, lines: patch.split('\n').slice(3).filter((line) => line !== '') };
}

/** rpm drops the end of the last line: its absence is no news. */
function withNewline(body = ''): string {
  return body === '' || body.endsWith('\n') ? body : `${body}\n`;
}

function fileRows({ added, removed, changed }: PackageDifference['files']): readonly (readonly string[])[] {
  return [
    ...added.map((file) => ['+', file.path, describeFile(file)]),
    ...removed.map((file) => ['-', file.path, describeFile(file)]),
    ...changed.map((change) => ['~', change.path, describeChange(change)]),
  ];
}

function describeFile({ mode, user, group, sizeBytes, linkTarget }: PackagedFile): string {
  const owner = user === 'root' && group === 'root' ? '' : ` ${user}:${group}`;
  if (nameType(mode) === 'symlink') return `symlink to ${linkTarget}`;
  return `${renderMode(mode)}${owner}${nameType(mode) === 'file' ? ` ${formatSize(sizeBytes)}` : ''}`;
}

function describeChange({ aspects, before, after }: FileChange): string {
  const step = (read: (file: PackagedFile) => string): string => `${read(before)} -> ${read(after)}`;
  const words: Readonly<Record<FileChange['aspects'][number], () => string>> = {
    type: () => step(({ mode }) => nameType(mode)),
    content: () => (aspects.includes('size') ? '' : 'content'),
    size: () => (formatSize(before.sizeBytes) === formatSize(after.sizeBytes) ? 'content' : step(({ sizeBytes }) => formatSize(sizeBytes))),
    mode: () => `mode ${step(({ mode }) => (mode & 0o7777).toString(8).padStart(4, '0'))}`,
    owner: () => `owner ${step(({ user }) => user)}`,
    group: () => `group ${step(({ group }) => group)}`,
    target: () => (aspects.includes('type') ? '' : `to ${step(({ linkTarget }) => linkTarget)}`),
    capabilities: () => `capabilities ${step(({ capabilities }) => capabilities || 'none')}`,
    flags: () => 'marked otherwise (config, doc, ghost ...)',
  };
  return aspects.map((aspect) => words[aspect]()).filter((word) => word !== '').join(', ');
}

function quote(text: string): string {
  return JSON.stringify(text);
}

/** A fence longer than any that the lines hold. */
function fence(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
  return '`'.repeat(longest + 1);
}

function code(text: string): string {
  return text.includes('`') ? escapeMarkdown(text) : `\`${text}\``;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>|#@]/g, '\\$&');
}
