import { ReleaseError } from '@bigpanda/release-model';
import type { KeyChoice } from '@bigpanda/signer';
import type { Context } from '../../context.ts';
import { chooseKey, isKeyHeldHere } from '../../pipeline/open-signing.ts';
import { openWorkspace } from '../../workspace.ts';

/** It becomes the name of a file. */
const namePattern = /^[a-z][a-z0-9-]*$/;

/** Whose keys are meant. */
export interface KeyOwner {
  readonly choice: KeyChoice;
  /** User id of a key that is made without one. */
  readonly userId: string;
  /** Of the workspace whose key it is; absent for a key that was named. */
  readonly workspaceRoot?: string;
}

/** The key of a name, or that of the workspace around the working folder. */
export async function findKeyOwner(context: Context, name: string | undefined): Promise<KeyOwner> {
  if (name !== undefined && !namePattern.test(name)) {
    throw new ReleaseError('KEY_NAME_INVALID', `find the signing key: "${name}" is no name of a key`, { exitStatus: 2, hint: 'Give lower-case letters, digits and -.' });
  }
  if (name !== undefined) return { choice: { environment: context.env, name }, userId: `${name} packages` };
  const workspace = await openWorkspace(context.workingFolder);
  if (!isKeyHeldHere(workspace.config.signing, context.env)) throw heldElsewhere();
  return { choice: chooseKey(workspace, context.env), userId: `${workspace.config.vendor} packages`, workspaceRoot: workspace.root };
}

/** Such a key is made and kept where it is. */
function heldElsewhere(): ReleaseError {
  return new ReleaseError('KEY_ELSEWHERE', 'find the signing key: by "signing" in repo-config/repository.json or BIGPANDA_GPG_KEY it is with gpg or behind a program of the site', {
    exitStatus: 2,
    hint: 'Make, list and rotate it there, as docs/signing.md says, or name a key file with --name.',
  });
}
