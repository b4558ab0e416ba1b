import { createMessage, generateKey, sign } from 'openpgp';
import { ReleaseError } from '@bigpanda/release-model';
import { seededRandom } from '@bigpanda/rpm-format/testing/seeded-random';
import { createVerifier, dearmorSignature, type Verifier } from '@bigpanda/signer';

const text = Buffer.from('what is signed\n');

export interface CampaignSize {
  readonly seed: number;
  /** Changed signatures and changed keys of each kind. */
  readonly rounds: number;
}

/** What a campaign saw. */
export interface CampaignResult {
  readonly tried: number;
  /** Changed signatures over changed data that were accepted; none may be. */
  readonly accepted: number;
  /** Anything thrown that is no ReleaseError; nothing may be. */
  readonly crashes: readonly string[];
}

interface Subject {
  readonly armoredKey: string;
  readonly signature: Uint8Array;
  readonly verifier: Verifier;
}

/** Gives the verifier signatures and keys with changed, missing and added bytes. */
export async function campaign({ seed, rounds }: CampaignSize): Promise<CampaignResult> {
  const random = seededRandom(seed);
  const result = { tried: 0, accepted: 0, crashes: [] as string[] };
  for (const subject of await makeSubjects()) {
    for (let round = 0; round < rounds; round += 1) {
      result.tried += 2;
      await attackSignature(subject, random, result);
      await attackKey(subject, random, result);
    }
  }
  return result;
}

async function makeSubjects(): Promise<readonly Subject[]> {
  const kinds = [{ type: 'rsa', rsaBits: 2048 }, { type: 'ecc', curve: 'ed25519Legacy' }, { type: 'ecc', curve: 'nistP256' }, { type: 'curve25519' }] as const;
  return Promise.all([...kinds.map((kind) => makeSubject(kind, false)), makeSubject({ type: 'curve25519' }, true)]);
}

async function makeSubject(kind: object, v6Keys: boolean): Promise<Subject> {
  const { privateKey, publicKey } = await generateKey({ ...kind, userIDs: [{ name: 'Peer' }], format: 'object', config: { v6Keys } });
  const signature = await sign({ message: await createMessage({ binary: text }), signingKeys: privateKey, detached: true, format: 'binary' });
  const armoredKey = publicKey.armor();
  return { armoredKey, signature, verifier: await createVerifier([armoredKey]) };
}

type Random = () => number;
interface Tally { accepted: number; readonly crashes: string[] }

/** The data are others too: whatever of the packet is not signed, such as a key id, may then be anything. */
async function attackSignature({ signature, verifier }: Subject, random: Random, tally: Tally): Promise<void> {
  try {
    if ((await verifier.verify(Buffer.from('other data'), mutate(signature, random))).valid) tally.accepted += 1;
    await verifier.verify(text, mutate(signature, random));
  } catch (error) {
    tally.crashes.push(`signature: ${String(error)}`);
  }
}

async function attackKey({ armoredKey, signature }: Subject, random: Random, tally: Tally): Promise<void> {
  try {
    const changed = Buffer.from(mutate(Buffer.from(armoredKey), random)).toString('latin1');
    const verifier = await createVerifier([changed]);
    await verifier.verify(text, signature);
    await dearmorSignature(changed);
  } catch (error) {
    if (!(error instanceof ReleaseError)) tally.crashes.push(`key: ${String(error)}`);
  }
}

function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  const at = Math.floor(random() * bytes.length);
  const changed = Uint8Array.from(bytes);
  switch (Math.floor(random() * 4)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(1 + Math.floor(random() * 8), Math.floor(random() * 256)), bytes.subarray(at)]);
    case 2:
      changed.fill([0, 0x7f, 0xff][Math.floor(random() * 3)] ?? 0, at, at + 1 + Math.floor(random() * 5));
      return changed;
    default:
      changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      return changed;
  }
}
