import { describe, expect, it } from 'vitest';
import { checkRpm, decompressPayload, readPackageMetadata, readPayload, readRpm, RpmFormatError, writeRpm, type VerifySignature } from '@bigpanda/rpm-format';
import { sampleSpec, writeBytes, zstd } from './fixture.ts';
import { seededRandom } from './seeded-random.ts';

const limitBytes = 1_000_000;
const accept: VerifySignature = async () => ({ valid: true, fingerprint: 'any' });
const refuse: VerifySignature = async () => ({ valid: false, reason: 'it is forged' });

async function codes(bytes: Uint8Array, verify?: VerifySignature): Promise<readonly string[]> {
  return (await checkRpm(bytes, verify)).map(({ code }) => code);
}

function flip(bytes: Uint8Array, offset: number, bits = 1): Buffer {
  const changed = Buffer.from(bytes);
  changed[offset] = (changed[offset] ?? 0) ^ bits;
  return changed;
}

describe('checkRpm', () => {
  it('finds nothing wrong with a package as written', async () => {
    expect(await codes(await writeBytes())).toEqual([]);
  });

  it('finds a changed header and a changed payload', async () => {
    const bytes = await writeBytes();
    const { headerRange } = readPackageMetadata(bytes);
    const summary = bytes.indexOf('Sample of each kind');
    expect(await codes(flip(bytes, summary))).toEqual(['HEADER_DIGEST_WRONG', 'HEADER_DIGEST_WRONG']);
    expect(await codes(flip(bytes, headerRange.end + 9))).toEqual(['PAYLOAD_DIGEST_WRONG']);
  });

  it('finds a file that is cut or has bytes after its end', async () => {
    const bytes = await writeBytes();
    expect(await codes(bytes.subarray(0, -1))).toEqual(['SIZE_WRONG', 'PAYLOAD_DIGEST_WRONG']);
    expect(await codes(Buffer.concat([bytes, Buffer.alloc(1)]))).toEqual(['SIZE_WRONG', 'PAYLOAD_DIGEST_WRONG']);
    expect(await codes(bytes.subarray(0, 5_000))).toEqual(['HEADER_TRUNCATED']);
    expect(await codes(new Uint8Array(0))).toEqual(['LEAD_INVALID']);
    // "illegal signature type" of rpm
    expect(await codes(flip(bytes, 78))).toEqual(['LEAD_INVALID']);
    // "unsupported RPM package version" of rpm
    expect(await codes(flip(bytes, 4))).toEqual(['LEAD_INVALID']);
  });

  it('asks for a signature only when it can check one, and hands over the header as it stands', async () => {
    const unsigned = await writeBytes();
    expect(await codes(unsigned, accept)).toEqual(['SIGNATURE_MISSING']);
    const seen: Uint8Array[] = [];
    const signed = await writeRpm(sampleSpec, { compression: zstd, signHeader: async (header) => Buffer.from(header.subarray(0, 40)) });
    const bytes = Buffer.concat(signed.chunks);
    expect(await codes(bytes, async (data, signature) => { seen.push(data, signature); return accept(data, signature); })).toEqual([]);
    expect(seen.map((part) => Buffer.from(part))).toEqual([signed.chunks[1], signed.chunks[1]?.subarray(0, 40)]);
    expect(await checkRpm(bytes, refuse)).toEqual([{ code: 'SIGNATURE_WRONG', message: 'check a package: it is forged' }]);
  });
});

/** Reads everything of a package; gives the code of the refusal, or undefined when there was none. Anything but an RpmFormatError escapes. */
async function readAll(bytes: Uint8Array): Promise<string | undefined> {
  try {
    readPackageMetadata(bytes);
    await readPayload(readRpm(bytes), limitBytes);
    return undefined;
  } catch (error) {
    if (error instanceof RpmFormatError) return error.code;
    throw error;
  }
}

describe('readers given hostile bytes', () => {
  it('refuse or read a package with any one byte changed, and checkRpm finds each change in header and payload', async () => {
    const bytes = await writeBytes();
    const { headerRange } = readPackageMetadata(bytes);
    const random = seededRandom(1);
    const overlooked: number[] = [];
    for (let round = 0; round < 1_500; round += 1) {
      const offset = Math.floor(random() * bytes.length);
      const changed = flip(bytes, offset, 1 << Math.floor(random() * 8));
      await readAll(changed);
      const problems = await checkRpm(changed);
      if (problems.length === 0 && offset >= headerRange.start) overlooked.push(offset);
    }
    expect(overlooked).toEqual([]);
  });

  it('refuse or read a package with large numbers anywhere in its headers', async () => {
    const bytes = await writeBytes();
    const random = seededRandom(2);
    const values = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffff0, 0x10000];
    const refused = new Set<string | undefined>();
    for (let round = 0; round < 1_500; round += 1) {
      const changed = Buffer.from(bytes);
      const words = 1 + Math.floor(random() * 3);
      for (let word = 0; word < words; word += 1) {
        changed.writeUInt32BE(values[Math.floor(random() * values.length)] ?? 0, 96 + 4 * Math.floor((random() * (bytes.length - 100)) / 4));
      }
      refused.add(await readAll(changed));
    }
    expect(refused).toContain('HEADER_ENTRY_INVALID');
  });

  it('refuse a package cut anywhere', async () => {
    const bytes = await writeBytes();
    for (let length = 0; length < bytes.length; length += 7) {
      expect(await readAll(bytes.subarray(0, length))).toBeDefined();
      expect(await checkRpm(bytes.subarray(0, length))).not.toEqual([]);
    }
  });

  it('stay within the memory that the limit allows for a payload of zeros', async () => {
    const content = Buffer.alloc(50_000_000);
    const bytes = Buffer.concat((await writeRpm({ ...sampleSpec, files: [{ type: 'file', path: '/zeros', mode: 0o644, content }] }, { compression: zstd })).chunks);
    expect(bytes.length).toBeLessThan(20_000);
    expect(await readAll(bytes)).toBe('PAYLOAD_TOO_LARGE');
    await expect(decompressPayload(bytes, { codec: 'none', limitBytes })).rejects.toMatchObject({ code: 'PAYLOAD_CODEC_UNSUPPORTED' });
  });
});
