import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readSignatures } from '@bigpanda/rpm-format';
import { describeKey, describeSignature, joinPublicKeys, type PublicKeys, type Signer } from '@bigpanda/signer';
import type { Context } from '../context.ts';
import { readKeysFolder, readPublicKeys, type Signing } from '../pipeline/open-signing.ts';
import type { RpmHead } from '../rpm-file/head.ts';
import type { Workspace } from '../workspace.ts';

/** Whose keys stand in packages that hold keys. */
export interface KeyHolder {
  readonly workspace: Workspace;
  /** Armored public keys of the release, the one that signs first; without any, the user's. */
  readonly keyFiles: readonly string[];
  readonly context: Context;
}

/**
 * Signs what is rebuilt by the signatures of the package that is there already: they fit where header and payload are the same, and no private key is needed.
 * The public keys go into the packages that hold keys.
 */
export async function replaySigning({ signature }: Pick<RpmHead, 'signature'>, { workspace, keyFiles, context }: KeyHolder): Promise<Signing> {
  const packets = [...new Map(readSignatures(signature).map(({ packet }) => [Buffer.from(packet).toString('hex'), packet])).values()];
  const [first, ...others] = packets.length === 0 ? [new Uint8Array()] : packets;
  return {
    signers: { signer: replay(first ?? new Uint8Array()), additional: others.map(replay) },
    keys: await chooseKeys({ workspace, keyFiles, context }),
  };
}

function replay(packet: Uint8Array): Signer {
  return { kind: 'embedded', algorithm: 'rsa', fingerprint: describeSignature(packet)?.fingerprint ?? '', publicKeyArmored: '', createdSeconds: 0, sign: () => Promise.resolve(packet) };
}

/** Only a package that holds keys is another with other ones, so that nobody has to have any. */
async function chooseKeys({ workspace, keyFiles, context }: KeyHolder): Promise<PublicKeys> {
  const nobody = { current: { fingerprint: '', publicKeyArmored: '' }, others: [], additional: [] };
  if (!workspace.components.some(({ description }) => description.build.generate !== undefined)) return nobody;
  const [current, ...others] = await Promise.all(keyFiles.map(async (file) => describeKey(await readFile(resolve(context.workingFolder, file), 'utf8'), file)));
  if (current === undefined) return readPublicKeys(workspace, context).catch(() => nobody);
  return joinPublicKeys({ current, others: [], additional: [] }, [...others, ...await readKeysFolder(workspace.root)]);
}
