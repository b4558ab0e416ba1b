import { createHash } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { headerTag, signatureTag, writeHeader, type HeaderValue, type HeaderValues } from '@bigpanda/rpm-format';

/** A package of version 6 with one file, made from the description of the format: there is no rpm 6 here to make one. */
export function makeVersion6(): Buffer {
  const content = Buffer.from('version 6\n');
  const head = (index: number) => Buffer.from(`07070X${index.toString(16).padStart(8, '0')}\0\0`);
  const archive = Buffer.concat([
    head(0), head(1), content, Buffer.alloc(2),
    Buffer.from(`070701${'0'.repeat(88)}0000000b00000000TRAILER!!!\0\0\0\0`),
  ]);
  const payload = zstdCompressSync(archive);
  const hash = (name: string, bytes: Uint8Array) => createHash(name).update(bytes).digest('hex');
  const text = (value: string): HeaderValue => ({ type: 'string', value });
  const numbers = (type: 'int16' | 'int32' | 'int64', ...values: number[]): HeaderValue => ({ type, values });
  const texts = (...values: string[]): HeaderValue => ({ type: 'stringArray', values });
  const main: HeaderValues = new Map([
    [headerTag.name, text('six')], [headerTag.version, text('6')], [headerTag.release, text('1')], [headerTag.arch, text('noarch')],
    [headerTag.sourceRpm, text('six-6-1.src.rpm')], [headerTag.rpmFormat, numbers('int32', 6)], [headerTag.payloadCompressor, text('zstd')],
    [headerTag.longFileSizes, numbers('int64', 0, content.length)], [headerTag.fileModes, numbers('int16', 0o040755, 0o100644)],
    [headerTag.fileDigests, texts('', hash('sha256', content))], [headerTag.fileDigestAlgorithm, numbers('int32', 8)],
    [headerTag.fileFlags, numbers('int32', 0, 0)], [headerTag.fileInodes, numbers('int32', 1, 2)], [headerTag.fileDevices, numbers('int32', 1, 1)],
    [headerTag.dirIndexes, numbers('int32', 0, 1)], [headerTag.baseNames, texts('six', 'file')], [headerTag.dirNames, texts('/opt/', '/opt/six/')],
    [headerTag.payloadDigest, texts(hash('sha256', payload))], [headerTag.payloadDigestAlt, texts(hash('sha256', archive))],
    [headerTag.payloadSha512, text(hash('sha512', payload))], [headerTag.payloadSha512Alt, text(hash('sha512', archive))],
    [headerTag.payloadSha3, text(hash('sha3-256', payload))], [headerTag.payloadSha3Alt, text(hash('sha3-256', archive))],
  ]);
  const header = writeHeader(main, headerTag.region);
  const signature = writeHeader(new Map([
    [signatureTag.sha256, text(hash('sha256', header))], [signatureTag.sha3, text(hash('sha3-256', header))],
    [signatureTag.openpgp, texts(Buffer.from('one').toString('base64'), Buffer.from('two').toString('base64'))],
    [signatureTag.reserved, { type: 'bin', bytes: new Uint8Array(64) }],
  ]), signatureTag.region);
  const lead = Buffer.alloc(96);
  lead.set(Buffer.from('edabeedb0400', 'hex'));
  lead.writeUInt16BE(5, 78);
  return Buffer.concat([lead, signature, Buffer.alloc((8 - (signature.length % 8)) % 8), header, payload]);
}
