import { isAbsolute } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { openKey, openOrCreateKey, type Signer } from '@bigpanda/signer';
import type { Context } from '../context.ts';
import type { Workspace } from '../workspace.ts';

/**
 * The key that signs packages and metadata of a workspace; made on first use. A key file that `BIGPANDA_KEY_FILE` names
 * has to be there, because a new key is a surprise to whoever named one, unless `BIGPANDA_KEY_CREATE` is `1`.
 * @throws ReleaseError `KEY_MISSING`, `KEY_PLACE_RELATIVE`, exit status 2; and as `openKey` of the signer
 */
export async function openSigner({ config }: Pick<Workspace, 'config'>, { env, now }: Pick<Context, 'env' | 'now'>): Promise<Signer> {
  const file = env['BIGPANDA_KEY_FILE'];
  if (file) requireAbsolute(file);
  const choice = { environment: env, name: config.name };
  if (file && env['BIGPANDA_KEY_CREATE'] !== '1') return openKey(choice).catch((error: unknown) => { throw explainMissing(error, file); });
  return openOrCreateKey({ ...choice, userId: `${config.vendor} packages`, nowSeconds: Math.floor(now().getTime() / 1000) });
}

function requireAbsolute(file: string): void {
  if (isAbsolute(file)) return;
  throw new ReleaseError('KEY_PLACE_RELATIVE', `open the signing key: BIGPANDA_KEY_FILE is "${file}", wanted an absolute path`, { exitStatus: 2, hint: 'Write the path from "/" on.' });
}

function explainMissing(error: unknown, file: string): unknown {
  if (!(error instanceof ReleaseError) || error.code !== 'KEY_MISSING') return error;
  return new ReleaseError('KEY_MISSING', `open the signing key: "${file}", which BIGPANDA_KEY_FILE names, does not exist`, {
    exitStatus: 2,
    cause: error,
    hint: 'Create one with "bigpanda key create" (or set BIGPANDA_KEY_CREATE=1 beside it), or unset BIGPANDA_KEY_FILE.',
  });
}
