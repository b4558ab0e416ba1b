import { ReleaseError } from '@bigpanda/release-model';
import { tryGit, type GitCall } from './run-git.ts';

/** Ids that a remote has, by the full name of the ref; of an annotated tag the tag's own. */
export type RemoteRefs = ReadonlyMap<string, string>;

/**
 * What a remote has. One connection.
 * @throws ReleaseError `REMOTE_UNREACHABLE`
 */
export async function readRemoteRefs(call: GitCall, remote: string): Promise<RemoteRefs> {
  const { status, stdout, stderr } = await tryGit(call, ['ls-remote', '--quiet', '--heads', '--tags', '--refs', '--', remote]);
  if (status === 0) return new Map(stdout.split('\n').filter((line) => line !== '').map((line) => [line.slice(line.indexOf('\t') + 1), line.slice(0, line.indexOf('\t'))]));
  throw remoteUnreachable(remote, stderr);
}

/** The error for a remote that does not answer. */
export function remoteUnreachable(remote: string, stderr: string): ReleaseError {
  // Addresses may hold passwords.
  const said = (stderr.trim().split('\n')[0] ?? '').replaceAll(/\/\/[^/@\s]*@/g, '//');
  return new ReleaseError('REMOTE_UNREACHABLE', `ask the remote "${remote}": ${said || 'it does not answer'}`, { hint: `Check it with: git ls-remote ${remote}` });
}
