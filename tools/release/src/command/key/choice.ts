import { ReleaseError } from '@bigpanda/release-model';
import type { KeyChoice } from '@bigpanda/signer';
import type { Context } from '../../context.ts';
import { openWorkspace } from '../../workspace.ts';

/** It becomes the name of a file. */
const namePattern = /^[a-z][a-z0-9-]*$/;

/** Whose keys are meant. */
export interface KeyOwner {
  readonly choice: KeyChoice;
  /** User id of a key that is made without one. */
  readonly userId: string;
}

/** The key of a name, or that of the workspace around the working folder. */
export async function findKeyOwner(context: Context, name: string | undefined): Promise<KeyOwner> {
  if (name !== undefined && !namePattern.test(name)) {
    throw new ReleaseError('KEY_NAME_INVALID', `find the signing key: "${name}" is no name of a key`, { exitStatus: 2, hint: 'Give lower-case letters, digits and -.' });
  }
  if (name !== undefined) return { choice: { environment: context.env, name }, userId: `${name} packages` };
  const { config } = await openWorkspace(context.workingFolder);
  return { choice: { environment: context.env, name: config.name }, userId: `${config.vendor} packages` };
}
