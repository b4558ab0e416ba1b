import type { MatrixDriver, MatrixStep, RowOutcome } from './matrix-result.ts';

/** One cause for which a package failed, with every way in which it did. */
export interface MatrixFailure {
  /** NEVRA. */
  readonly to: string;
  /** NEVRAs; empty for a package that was never published before. */
  readonly from: readonly string[];
  readonly drivers: readonly MatrixDriver[];
  readonly step: MatrixStep;
  /** What the first program said; its first line says why. */
  readonly detail: string;
}

/** The failures of a matrix, each cause once: rpm and dnf, and other versions to come from, mostly fail for the same one. */
export function listMatrixFailures(rows: readonly RowOutcome[]): readonly MatrixFailure[] {
  const failed = rows.flatMap((row) => row.steps.filter(({ outcome }) => outcome === 'failed').map(({ step, detail = '' }) => ({ ...row, step, detail })));
  const groups = Map.groupBy(failed, ({ to, step, detail }) => JSON.stringify([to, step, nameCause(detail)]));
  return [...groups.values()].flatMap((group) => group.slice(0, 1).map(({ to, step, detail }) => ({
    to, step, detail,
    from: [...new Set(group.flatMap(({ from }) => from ?? []))],
    drivers: [...new Set(group.map(({ driver }) => driver))],
  })));
}

/** A failure in one line: what, from where, by which programs. */
export function formatMatrixFailure({ from, to, drivers, step }: MatrixFailure): { readonly subject: string; readonly failed: string } {
  return { subject: from.length === 0 ? to : `${from.join(', ')} -> ${to}`, failed: `${drivers.join(' and ')} could not ${step}` };
}

/** The same for what rpm and dnf say of one scriptlet: `%prein(NEVRA) scriptlet failed` and `Error in PREIN scriptlet in rpm package NAME`. */
function nameCause(detail: string): string {
  const [cause = ''] = detail.split('\n');
  const [, kind, nevra] = /%(\w+)\((\S+)\) scriptlet failed/.exec(cause) ?? [];
  const [, tag, name] = /^Error in (\w+) scriptlet in rpm package (\S+)/i.exec(cause) ?? [];
  const [scriptlet, owner] = [kind ?? tag, nevra?.replace(/(?:-[^-]+){2}$/, '') ?? name];
  return scriptlet === undefined || owner === undefined ? cause : `${scriptlet.toLowerCase().replace(/^postin$/, 'post')} ${owner}`;
}
