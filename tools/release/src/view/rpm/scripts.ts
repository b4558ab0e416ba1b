import { formatDependency, type ChangelogEntry, type PackagedScriptlet, type PackagedTrigger } from '@bigpanda/rpm-format';
import { printable } from '../printable.ts';
import { formatDay } from './date.ts';

/** rpm's words for scriptlets, in the order in which it shows them (rpm, rpmpopt; those around erasure since 4.19). */
const titles: readonly (readonly [PackagedScriptlet['name'], string])[] = [
  ['pretrans', 'pretrans'], ['pre', 'preinstall'], ['post', 'postinstall'], ['preun', 'preuninstall'], ['postun', 'postuninstall'],
  ['posttrans', 'posttrans'], ['preuntrans', 'preuntrans'], ['postuntrans', 'postuntrans'], ['verify', 'verify'],
];

/** Scriptlets as `rpm -qp --scripts` shows them. */
export function renderScriptlets(scriptlets: readonly PackagedScriptlet[]): string {
  return printable(titles.flatMap(([name, title]) => scriptlets.filter((scriptlet) => scriptlet.name === name).map(({ interpreter, body }) => {
    const program = interpreter.map((word) => ` ${word}`).join('');
    if (body === '') return `${title} program:${program}\n`;
    return `${title} scriptlet${interpreter.length === 0 ? '' : ` (using${program})`}:\n${body}\n`;
  })).join(''));
}

/** Triggers as `rpm -qp --triggers --filetriggers` shows them. */
export function renderTriggers(triggers: readonly PackagedTrigger[]): string {
  return printable(triggers.map(({ family, when, interpreter, on, body }) => `${family}${when} scriptlet (using ${interpreter}) -- ${on.map(formatDependency).join(', ')}\n${body}\n`).join(''));
}

/** A changelog as `rpm -qp --changelog` shows it. */
export function renderChangelog(changelog: readonly ChangelogEntry[]): string {
  return printable(changelog.map(({ timeSeconds, author, text }) => `* ${formatDay(timeSeconds)} ${author}\n${text}\n\n`).join(''));
}
