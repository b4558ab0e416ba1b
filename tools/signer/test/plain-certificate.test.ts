import { readKey } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSigningKeys } from '../src/certificate/certificate.ts';
import { readPlainCertificate } from '../src/certificate/plain-certificate.ts';
import { generateSigningKey } from '../src/key-store/key-generation.ts';
import { readArmor, writeArmor } from '../src/packet/armor.ts';
import { readPackets, writePacket } from '../src/packet/packet-frame.ts';

const makeKey = (options = {}) => generateSigningKey({ userId: 'Sample é <packages@sample.invalid>', createdSeconds: 1_700_000_000, ...options });
let own: string;
let other: string;
beforeAll(async () => {
  [own, other] = await Promise.all([makeKey({ lifetimeSeconds: 1_000_000 }), makeKey()]);
});

/** What openpgp says of it. */
async function readByLibrary(armored: string) {
  const certificate = await readKey({ armoredKey: armored });
  const [key] = await readSigningKeys(certificate);
  return { key, publicKeyArmored: certificate.toPublic().armor().replaceAll('\r\n', '\n'), userId: certificate.getUserIDs()[0] };
}

function packetsOf(armored: string) {
  return readPackets(readArmor(armored)?.packets ?? Buffer.alloc(0)) ?? [];
}

function armor(kind: 'PRIVATE' | 'PUBLIC', packets: ReturnType<typeof packetsOf>): string {
  return writeArmor(`${kind} KEY BLOCK`, Buffer.concat(packets.map(writePacket)));
}

describe('readPlainCertificate', () => {
  it('says of our keys, private and public, what openpgp says', async () => {
    for (const armored of [own, other]) {
      const theirs = await readByLibrary(armored);
      for (const text of [armored, theirs.publicKeyArmored, armored.replaceAll('\n', '\r\n')]) {
        const ours = readPlainCertificate(text);
        expect(ours?.publicKeyArmored).toBe(theirs.publicKeyArmored);
        expect(ours?.userId).toBe(theirs.userId);
        expect({ ...ours?.key, key: ours?.key.key.export({ format: 'jwk' }) }).toEqual({ ...theirs.key, packet: undefined, key: theirs.key?.key.export({ format: 'jwk' }) });
        expect(ours?.privateKey === undefined).toBe(text === theirs.publicKeyArmored);
      }
    }
  });

  it('leaves to openpgp what has a passphrase, another algorithm, or anything more or less than ours', async () => {
    const [key, user, certification] = packetsOf(own) as [ReturnType<typeof packetsOf>[number], ReturnType<typeof packetsOf>[number], ReturnType<typeof packetsOf>[number]];
    const [otherKey, , otherCertification] = packetsOf(other) as typeof key[];
    const cases = [
      await makeKey({ passphrase: 'secret' }), await makeKey({ algorithm: 'ed25519' }), own.replace('=', '-'), '', own.slice(0, 400),
      armor('PRIVATE', [key, user]), armor('PRIVATE', [key, user, certification, certification]), armor('PRIVATE', [user, key, certification]),
      armor('PRIVATE', [key, { ...user, body: Buffer.from('Somebody else') }, certification]), armor('PRIVATE', [key, user, otherCertification ?? key]), armor('PRIVATE', [otherKey ?? key, user, certification]),
    ];
    expect(cases.map(readPlainCertificate)).toEqual(cases.map(() => undefined));
  });

  it('takes no certificate of which a bit was changed, but where nobody signs it', () => {
    const packets = packetsOf(own);
    const accepted: string[] = [];
    for (const [index, { body }] of packets.entries()) {
      for (let at = 0; at < body.length; at += 7) {
        const changed = Buffer.from(body);
        changed.writeUInt8((changed[at] ?? 0) ^ (1 << at % 8), at);
        const text = armor('PRIVATE', packets.map((packet, each) => (each === index ? { ...packet, body: changed } : packet)));
        if (readPlainCertificate(text) !== undefined) accepted.push(`packet ${index}, byte ${at}`);
      }
    }
    expect(accepted.filter((place) => !place.startsWith('packet 2'))).toEqual([]);
    expect(accepted.length).toBeLessThan(4);
  });
});
