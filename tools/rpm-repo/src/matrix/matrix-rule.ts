import { ReleaseError, type ConfigurationProblem, type RepoSnapshot } from '@bigpanda/release-model';
import { formatMatrixFailure, listMatrixFailures } from './matrix-failure.ts';
import type { MatrixResult } from './matrix-result.ts';

/** What a promotion has to hold to: a result of its upgrade matrix, or somebody's word that it need not. */
export type MatrixRule = { readonly kind: 'waived' } | { readonly kind: 'tried'; readonly result: MatrixResult; readonly required: boolean };

/**
 * Refuses a promotion that would break hosts, or that nobody tried although somebody has to.
 * @throws ReleaseError `MATRIX_OUTDATED`, `PROMOTE_REFUSED` (exit status 3)
 */
export function requireMatrix(rule: MatrixRule, { source, destination, channel }: { readonly source: RepoSnapshot; readonly destination: RepoSnapshot | undefined; readonly channel: string }): void {
  if (rule.kind === 'waived') return;
  const { result, required } = rule;
  if (result.snapshot !== source.digest || result.replaced !== destination?.digest) {
    throw new ReleaseError('MATRIX_OUTDATED', `promote to "${channel}": something was published while upgrades were tried`, { exitStatus: 3, hint: 'Promote again.' });
  }
  if (result.verdict === 'failed') throw refused(channel, listFailures(result));
  if (result.verdict === 'not-run' && required) {
    throw refused(channel, [{ path: 'upgrade matrix', found: `it was not run: ${result.reason ?? 'no reason is known'}`, allowed: 'a run as root on a machine with rpm and busybox; or --no-matrix, or "required": false in "matrix" of repository.json' }]);
  }
}

function listFailures({ rows }: MatrixResult): readonly ConfigurationProblem[] {
  return listMatrixFailures(rows).map((failure) => {
    const { subject, failed } = formatMatrixFailure(failure);
    return {
      path: subject,
      found: `${failed}: ${failure.detail.split('\n')[0] ?? ''}`,
      allowed: 'a package that passes: mend it and publish a higher version; or --matrix to try once more; or --no-matrix to promote in spite of it',
    };
  });
}

function refused(channel: string, problems: readonly ConfigurationProblem[]): ReleaseError {
  return new ReleaseError('PROMOTE_REFUSED', `promote to "${channel}": the upgrade matrix does not hold; nothing was changed`, { exitStatus: 3, problems, hint: 'Read what the matrix says above, and mend the packages.' });
}
