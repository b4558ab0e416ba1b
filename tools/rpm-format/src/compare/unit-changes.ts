import type { Header } from '../header-reader.ts';
import { readScriptlets, type PackagedScriptlet } from '../scriptlet-reader.ts';
import { hasOtherContent, type FilePair } from './file-changes.ts';

/** A systemd unit that an upgrade touches. */
export interface UnitChange {
  readonly name: string;
  /** `same`: its file did not change; it is listed because it is restarted. */
  readonly change: 'added' | 'removed' | 'changed' | 'same';
  /**
   * The scriptlet that restarts it when the upgrade is done, such as `postun of the old package`; absent when none does.
   * Found by reading the scriptlets: a line that names the unit, or its name without `.service`, and a verb of systemctl or systemd-update-helper that restarts.
   */
  readonly restartedBy?: string;
}

/** Folders that systemd reads units of packages from (systemd.unit(5)), and what stands in a folder of additions to one. */
const unitPath = /^\/(?:usr\/)?lib\/systemd\/(?:system|user)\/(?<unit>[^/]+\.(?:service|socket|timer|path|target|mount|automount|swap|slice))(?:\.d\/[^/]+)?$/;
const restartVerb = /\b(?:try-restart|condrestart|restart|reload-or-restart|try-reload-or-restart|mark-restart-(?:system|user)-units)\b/;

/** On an upgrade rpm runs these, the new package's with 2 as their argument and the old one's with 1. */
const oldScriptlets: readonly string[] = ['preun', 'postun', 'preuntrans', 'postuntrans'];
const newScriptlets: readonly string[] = ['pre', 'post', 'posttrans'];

/** Units that are added, removed, changed or restarted, sorted by name. */
export function compareUnits(pairs: ReadonlyMap<string, FilePair>, before: Header, after: Header): readonly UnitChange[] {
  const scripts = [
    ...pickScripts(before, oldScriptlets).map((script) => ({ script, owner: 'the old package' })),
    ...pickScripts(after, newScriptlets).map((script) => ({ script, owner: 'the new package' })),
  ];
  return [...groupUnits(pairs)].sort(([left], [right]) => (left < right ? -1 : 1)).flatMap(([name, found]) => {
    const change = judge(found);
    const restarting = change === 'removed' ? undefined : scripts.find(({ script }) => restarts(script, name));
    if (change === 'same' && restarting === undefined) return [];
    return [{ name, change, ...(restarting === undefined ? {} : { restartedBy: `${restarting.script.name} of ${restarting.owner}` }) }];
  });
}

/** The files of each unit: its own, and additions to it. */
function groupUnits(pairs: ReadonlyMap<string, FilePair>): ReadonlyMap<string, readonly FilePair[]> {
  const units = new Map<string, FilePair[]>();
  for (const [path, pair] of pairs) {
    const unit = unitPath.exec(path)?.groups?.['unit'];
    if (unit !== undefined) units.set(unit, [...units.get(unit) ?? [], pair]);
  }
  return units;
}

function judge(files: readonly FilePair[]): UnitChange['change'] {
  if (files.every(({ before }) => before === undefined)) return 'added';
  if (files.every(({ after }) => after === undefined)) return 'removed';
  return files.every(({ before, after }) => before !== undefined && after !== undefined && !hasOtherContent(before, after)) ? 'same' : 'changed';
}

function pickScripts(header: Header, names: readonly string[]): readonly PackagedScriptlet[] {
  return readScriptlets(header).filter(({ name }) => names.includes(name));
}

function restarts({ body }: PackagedScriptlet, unit: string): boolean {
  const stem = unit.endsWith('.service') ? unit.slice(0, -'.service'.length) : undefined;
  const words = stem === undefined ? [unit] : [unit, stem];
  return body.replace(/\\\n/g, ' ').split('\n').some((line) => restartVerb.test(line) && line.split(/[\s'";|&<>()]+/).some((word) => words.includes(word)));
}
