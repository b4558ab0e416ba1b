import type { SnapshotDifference } from '@bigpanda/rpm-repo';
import { renderTable } from './table.ts';

/** What hosts do when they go from one snapshot to another: a line for each package and each notice. */
export function renderDifference({ upgraded, replaced, downgraded, added, removed, packages, notices }: SnapshotDifference): string {
  const rows = [
    ...upgraded.map(({ name, from, to }) => ['upgrade', name, `${from} -> ${to}`]),
    ...replaced.map(({ name, by }) => ['replace', name, `by ${by}`]),
    ...downgraded.map(({ name, from, to }) => ['distro-sync only', name, `${from} -> ${to}`]),
    ...added.map((name) => ['new', name, listVersions(name, packages.added)]),
    ...removed.map((name) => ['not offered any more', name, listVersions(name, packages.removed)]),
  ];
  const told = [...notices.added.map(({ id, title }) => ['notice', id, title]), ...notices.removed.map(({ id, title }) => ['notice that goes', id, title])];
  if (rows.length + told.length === 0) return 'Hosts would change nothing.\n';
  return `${rows.length === 0 ? 'Hosts would change no package.\n' : ''}${renderTable([...rows, ...told])}\n`;
}

/** The versions of a package among NEVRAs: neither a version nor a release holds a dash. */
function listVersions(name: string, nevras: readonly string[]): string {
  const rests = nevras.filter((nevra) => nevra.startsWith(`${name}-`)).map((nevra) => nevra.slice(name.length + 1));
  return [...new Set(rests.filter((rest) => /^[^-]+-[^-]+$/.test(rest) && !/\.(?:nosrc|src)$/.test(rest)).map((rest) => rest.replace(/\.[^.]+$/, '')))].join(', ');
}
