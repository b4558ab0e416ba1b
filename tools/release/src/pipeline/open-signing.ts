import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { ReleaseError, type RepositoryConfig } from '@bigpanda/release-model';
import {
  describeKey, joinPublicKeys, keyFilePath, openSigners, promptPassphrase, readKeyring, type Environment, type KeyChoice, type PublicKey, type PublicKeys, type SignerSet,
} from '@bigpanda/signer';
import type { Context } from '../context.ts';
import type { Workspace } from '../workspace.ts';

/** Public keys that clients get beside the one that signs: of the next one before a rotation, of earlier ones after it. */
export const keysFolder = 'repo-config/keys';

/** Who signs for a workspace, and what clients are given to check it. */
export interface Signing {
  readonly signers: SignerSet;
  readonly keys: PublicKeys;
}

type SigningContext = Pick<Context, 'env' | 'now' | 'isTerminal'>;

/**
 * The signers that `signing` of a workspace's configuration names, or the embedded one with the user's key, which is made on first use.
 * A key file that `BIGPANDA_KEY_FILE` names has to be there, because a new key is a surprise to whoever named one, unless `BIGPANDA_KEY_CREATE` is `1`.
 * @throws ReleaseError `KEY_MISSING`, `KEY_PLACE_RELATIVE`, `KEY_INVALID`, exit status 2; and as `openSigners` of the signer
 */
export async function openSigning({ root, config }: Pick<Workspace, 'root' | 'config'>, { env, now, isTerminal }: SigningContext): Promise<Signing> {
  requireKeyFile(env);
  const signers = await openSigners(config.signing, {
    environment: env,
    name: config.name,
    folder: root,
    userId: `${config.vendor} packages`,
    nowSeconds: Math.floor(now().getTime() / 1000),
    askPassphrase: isTerminal ? promptPassphrase : undefined,
  });
  return { signers, keys: joinPublicKeys({ current: signers.signer, others: [], additional: signers.additional }, await readKeysFolder(root)) };
}

/** As `openSigning`, but writes nothing: where a key would be made at first use, one that nobody keeps signs. */
export async function openSigningDry(workspace: Pick<Workspace, 'root' | 'config'>, context: SigningContext): Promise<Signing> {
  const { env } = context;
  requireKeyFile(env);
  if (!isKeyHeldHere(workspace.config.signing, env) || existsSync(keyFilePath(chooseKey(workspace, env)))) return openSigning(workspace, context);
  const folder = await mkdtemp(join(tmpdir(), 'bigpanda-dry-'));
  try {
    return await openSigning(workspace, { ...context, env: { ...env, BIGPANDA_KEY_FILE: join(folder, 'key.asc'), BIGPANDA_KEY_CREATE: '1' } });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every certificate that packages and metadata of a workspace may be signed by. */
export function listCertificates({ current, others, additional }: PublicKeys): readonly string[] {
  return [current, ...others, ...additional].map(({ publicKeyArmored }) => publicKeyArmored);
}

/** Whether the key that signs is in a file of its user's, and not with gpg or behind a program of the site. */
export function isKeyHeldHere(signing: RepositoryConfig['signing'], environment: Environment): boolean {
  if (environment['BIGPANDA_KEY_FILE']) return true;
  return !environment['BIGPANDA_GPG_KEY'] && (signing === undefined || signing.kind === 'embedded');
}

/** Whose key file an embedded signer reads. */
export function chooseKey({ root, config }: Pick<Workspace, 'root' | 'config'>, environment: Environment): KeyChoice {
  const { signing } = config;
  const keyFile = signing?.kind === 'embedded' && signing.keyFile !== undefined ? resolve(root, signing.keyFile) : undefined;
  return { environment, name: config.name, keyFile };
}

/**
 * What clients of a workspace are given; without a passphrase, and without making a key, where the key is in a file.
 * @throws ReleaseError as `openSigning`, and `KEY_MISSING` where there is no key yet
 */
export async function readPublicKeys(workspace: Pick<Workspace, 'root' | 'config'>, context: SigningContext): Promise<PublicKeys> {
  const { root, config: { signing } } = workspace;
  if (!isKeyHeldHere(signing, context.env) || (signing?.additional ?? []).length > 0) return (await openSigning(workspace, context)).keys;
  const { current } = await readKeyring(chooseKey(workspace, context.env));
  return joinPublicKeys({ current, others: [], additional: [] }, await readKeysFolder(root));
}

/** The checkout alone says which keys clients get, so that everybody who has it gives them the same. */
export async function readKeysFolder(root: string): Promise<readonly PublicKey[]> {
  const folder = join(root, keysFolder);
  const names = listNames(folder).filter((name) => name.endsWith('.asc')).sort();
  return Promise.all(names.map((name) => describeKey(readFileSync(join(folder, name), 'utf8'), `${keysFolder}/${name}`)));
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function requireKeyFile(env: Environment): void {
  const file = env['BIGPANDA_KEY_FILE'];
  if (!file) return;
  if (!isAbsolute(file)) {
    throw new ReleaseError('KEY_PLACE_RELATIVE', `open the signing key: BIGPANDA_KEY_FILE is "${file}", wanted an absolute path`, { exitStatus: 2, hint: 'Write the path from "/" on.' });
  }
  if (env['BIGPANDA_KEY_CREATE'] === '1') return;
  if (isAbsent(file)) {
    throw new ReleaseError('KEY_MISSING', `open the signing key: "${file}", which BIGPANDA_KEY_FILE names, does not exist`, {
      exitStatus: 2,
      hint: 'Create one with "bigpanda key create" (or set BIGPANDA_KEY_CREATE=1 beside it), or unset BIGPANDA_KEY_FILE.',
    });
  }
}

/** What cannot be looked at is there for all that is known. */
function isAbsent(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}
