import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import type { SignatureOpinion } from '@bigpanda/rpm-format';
import { createVerifier, describeSignature, publicKeysOf, readKeyring, type Verifier } from '@bigpanda/signer';
import type { Context } from '../context.ts';
import { listCertificates, readPublicKeys } from '../pipeline/open-signing.ts';
import { listRpmKeys } from './rpm-keyring.ts';
import { openWorkspace } from '../workspace.ts';

/** Keys that are trusted, and where they are from. */
interface TrustedKeys {
  readonly source: string;
  readonly verifier: Verifier;
}

/** Which keys are trusted. */
export interface TrustChoice {
  /** Files with armored public keys. */
  readonly key?: readonly string[] | undefined;
  /** Whether those that rpm has imported are trusted too. */
  readonly rpmKeys?: boolean | undefined;
}

/** Judges OpenPGP signatures over headers. */
export interface Trust {
  /** Where the trusted keys are from, such as `--key FILE`; empty when there are none. */
  readonly sources: readonly string[];
  readonly judge: (data: Uint8Array, packet: Uint8Array) => Promise<SignatureOpinion>;
}

type TrustContext = Pick<Context, 'workingFolder' | 'env' | 'now' | 'isTerminal'>;

/** No signature is good: none of them is checked. */
export const nobodyTrusted: Trust = { sources: [], judge: (data, packet) => judge([], data, packet) };

/**
 * What is trusted: the named keys; without any, those of the workspace around the working folder, if there is one.
 * @throws ReleaseError `PUBLIC_KEY_INVALID`, `RPM_MISSING`
 */
export async function openTrust(context: TrustContext, { key = [], rpmKeys = false }: TrustChoice): Promise<Trust> {
  const nowSeconds = Math.floor(context.now().getTime() / 1000);
  const named = await Promise.all(key.map(async (file) => ({ source: `--key ${file}`, texts: [await readFile(resolve(context.workingFolder, file), 'utf8')] })));
  const imported = rpmKeys ? [{ source: 'the keys of rpm', texts: await listRpmKeys(context.env) }] : [];
  const groups = [...named, ...imported, ...(named.length + imported.length === 0 ? await findOwnKeys(context) : [])].filter(({ texts }) => texts.length > 0);
  const trusted = await Promise.all(groups.map(async ({ source, texts }) => ({ source, verifier: await createVerifier(texts, { nowSeconds }) })));
  return { sources: trusted.map(({ source }) => source), judge: (data, packet) => judge(trusted, data, packet) };
}

/** The workspace's key and its predecessors. That there is no workspace, or no key yet, is no failure. */
async function findOwnKeys(context: TrustContext): Promise<readonly { readonly source: string; readonly texts: readonly string[] }[]> {
  try {
    const keys = context.env['BIGPANDA_KEY_FILE'] ? publicKeysOf(await readKeyring({ environment: context.env, name: 'bigpanda' })) : await readPublicKeys(await openWorkspace(context.workingFolder), context);
    return [{ source: 'the keys of the workspace', texts: listCertificates(keys) }];
  } catch (error) {
    if (error instanceof ReleaseError) return [];
    throw error;
  }
}

async function judge(trusted: readonly TrustedKeys[], data: Uint8Array, packet: Uint8Array): Promise<SignatureOpinion> {
  const description = describeSignature(packet);
  const { publicKeyAlgorithm = 'OpenPGP', hashAlgorithm = 'signature', timeSeconds, fingerprint, keyId } = description ?? {};
  const made = `${publicKeyAlgorithm}/${hashAlgorithm}${timeSeconds === undefined ? '' : ` of ${new Date(timeSeconds * 1000).toISOString().slice(0, 10)}`}`;
  const reasons: string[] = [];
  for (const { source, verifier } of trusted) {
    const verdict = await verifier.verify(data, packet);
    if (verdict.valid) return { valid: true, fingerprint: `${made} by key ${verdict.fingerprint}: trusted, ${source}` };
    reasons.push(verdict.reason);
  }
  const by = `${made} by key ${fingerprint ?? keyId ?? 'unnamed'}`;
  return { valid: false, reason: trusted.length === 0 ? `${by}: not checked, no trusted key was given` : `${by}: ${mostTelling(reasons)}` };
}

/** A key that is known says more than one that is not. */
function mostTelling(reasons: readonly string[]): string {
  const telling = reasons.find((reason) => !reason.includes('not one of the accepted keys'));
  return telling ?? 'not trusted, another key than those given';
}
