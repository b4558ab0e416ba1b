import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { findAlgorithm, listDigests } from './digest-check.ts';
import { readNumber } from './header-access.ts';
import type { Header } from './header-reader.ts';
import { payloadCodec } from './payload-reader.ts';
import { RpmFormatError, type RpmFormatCode } from './rpm-format-error.ts';
import { openRpm, type PayloadFindings, type ReadOptions, type RpmStream } from './rpm-stream.ts';
import { readSignatures } from './signature-entries.ts';
import { headerTag, signatureTag } from './tag.ts';

/** What a verifier of OpenPGP signatures says of one. */
export type SignatureOpinion =
  | { readonly valid: true; readonly fingerprint: string }
  | { readonly valid: false; readonly reason: string };

/** Checks a binary OpenPGP signature packet over the data. */
export type VerifySignature = (data: Uint8Array, signature: Uint8Array) => Promise<SignatureOpinion>;

/** One thing wrong with an RPM file. */
export interface RpmProblem {
  readonly code:
    | RpmFormatCode
    | 'HEADER_DIGEST_MISSING'
    | 'HEADER_DIGEST_WRONG'
    | 'PACKAGE_DIGEST_WRONG'
    | 'PAYLOAD_DIGEST_MISSING'
    | 'PAYLOAD_DIGEST_WRONG'
    | 'CONTENT_DIGEST_WRONG'
    | 'FILE_DIGEST_WRONG'
    | 'SIZE_WRONG'
    | 'SIGNATURE_MISSING'
    | 'SIGNATURE_WRONG';
  readonly message: string;
}

/** One check that was made of an RPM file. */
export interface RpmCheck {
  /** What was looked at: `lead`, `signature header`, `header`, `size`, `header sha256`, `payload sha256`, `content sha256`, `files`, `signature 268`; `format` where it is no package. */
  readonly name: string;
  readonly outcome: 'ok' | 'wrong' | 'missing' | 'skipped';
  /** Who signed, what was found instead, or why it was skipped. */
  readonly detail: string;
  /** Present when the package should not be trusted for it. */
  readonly problem?: RpmProblem;
}

export interface CheckOptions extends ReadOptions {
  /** Signatures are only listed when absent; else one of them must be good. */
  readonly verify?: VerifySignature | undefined;
  /** Whether the payload is decompressed, to compare its digest and those of its files. */
  readonly readContents?: boolean;
}

/**
 * What is wrong with a whole RPM file; nothing when the list is empty.
 * Digests and sizes are always compared, signatures only when `verify` is given; then a missing signature is a problem too.
 * The payload is not decompressed: see `listChecks`.
 * Bytes that are no package give the one problem that says why; nothing is thrown for them.
 */
export async function checkRpm(bytes: Uint8Array, verify?: VerifySignature): Promise<readonly RpmProblem[]> {
  const checks = await listChecks(Readable.from([bytes]), { verify });
  return checks.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
}

/**
 * Every check that can be made of an RPM file that comes in chunks, with its outcome.
 * Bytes that are no package give one check that is wrong; nothing is thrown for them.
 */
export async function listChecks(chunks: AsyncIterable<Uint8Array>, options: CheckOptions = {}): Promise<readonly RpmCheck[]> {
  let rpm: RpmStream | undefined;
  try {
    rpm = await openRpm(chunks, options);
    const unread = options.readContents === true ? await readContents(rpm) : [skipped('content', 'the payload was not decompressed')];
    const findings = await rpm.finish();
    return [...describeParts(rpm), checkSize(rpm, findings), ...checkHeader(rpm), ...checkDigests(rpm, findings), ...unread, ...(await checkSignatures(rpm, options.verify))];
  } catch (error) {
    if (!(error instanceof RpmFormatError)) throw error;
    return [wrong('format', { code: error.code, message: error.message })];
  } finally {
    await rpm?.close();
  }
}

/** What could be read is whole: every length, type and count in it was checked. */
function describeParts({ lead, signature, header }: RpmStream): readonly RpmCheck[] {
  const describe = ({ entries, start, end }: Header) => `${entries.size} entries in ${end - start} bytes`;
  return [
    good('lead', `${lead.type} package, format ${lead.major}`),
    good('signature header', describe(signature)),
    good('header', describe(header)),
  ];
}

/** Reads all entries; an empty list when that worked. */
async function readContents(rpm: RpmStream): Promise<readonly RpmCheck[]> {
  try {
    for await (const _ of rpm.entries());
    return [];
  } catch (error) {
    if (!(error instanceof RpmFormatError)) throw error;
    if (error.code === 'PAYLOAD_CODEC_UNSUPPORTED') return [skipped('content', `cannot read ${payloadCodec(rpm)} payload, header only`)];
    return [wrong('content', { code: error.code, message: error.message })];
  }
}

function checkSize(rpm: RpmStream, { sizeBytes }: PayloadFindings): RpmCheck {
  const wanted = readNumber(rpm.signature, signatureTag.longSize) ?? readNumber(rpm.signature, signatureTag.size);
  if (wanted === undefined) return skipped('size', 'the package does not say its size');
  if (wanted === sizeBytes) return good('size', `${sizeBytes} bytes of header and payload`);
  return wrong('size', { code: 'SIZE_WRONG', message: `check a package: found ${sizeBytes} bytes of header and payload; wanted ${wanted}` });
}

function checkHeader(rpm: RpmStream): readonly RpmCheck[] {
  const recorded = listDigests(rpm.signature, rpm.header).filter(({ of }) => of === 'header');
  if (recorded.length === 0) {
    return [missing('header digest', { code: 'HEADER_DIGEST_MISSING', message: 'check a package: the signature header holds no digest of the header' })];
  }
  return recorded.map(({ algorithm, wanted }) => {
    const found = createHash(algorithm).update(rpm.headerBytes).digest('hex');
    return compare(`header ${algorithm}`, { found, wanted, code: 'HEADER_DIGEST_WRONG' });
  });
}

const digestCodes = { header: 'HEADER_DIGEST_WRONG', package: 'PACKAGE_DIGEST_WRONG', payload: 'PAYLOAD_DIGEST_WRONG', content: 'CONTENT_DIGEST_WRONG' } as const;

function checkDigests(rpm: RpmStream, { digests, wrongFiles, contentBytes }: PayloadFindings): readonly RpmCheck[] {
  const compared = digests.map(({ recorded: { of, algorithm, wanted }, found }) => compare(`${of} ${algorithm}`, { found, wanted, code: digestCodes[of] }));
  const isRecorded = digests.some(({ recorded: { of } }) => of === 'payload');
  const message = 'check a package: the header holds no digest of the payload that is known here';
  return [
    ...compared,
    ...(isRecorded ? [] : [missing('payload digest', { code: 'PAYLOAD_DIGEST_MISSING', message })]),
    ...(contentBytes === undefined ? [] : [checkFiles(rpm, wrongFiles)]),
  ];
}

function checkFiles({ files, header }: RpmStream, wrongFiles: readonly string[]): RpmCheck {
  if (wrongFiles.length === 0) return good('files', `${files.length} files, by ${describeFileAlgorithm(header)}`);
  const shown = wrongFiles.slice(0, 3).map((path) => JSON.stringify(path)).join(', ');
  return wrong('files', { code: 'FILE_DIGEST_WRONG', message: `check a package: ${wrongFiles.length} files are missing or have other contents than the header says: ${shown}` });
}

function describeFileAlgorithm(header: Header): string {
  const number = readNumber(header, headerTag.fileDigestAlgorithm) ?? 1;
  return findAlgorithm(number) ?? `digest algorithm ${number}, which is not known here: sizes only`;
}

async function checkSignatures(rpm: RpmStream, verify: VerifySignature | undefined): Promise<readonly RpmCheck[]> {
  const signatures = readSignatures(rpm.signature);
  if (verify === undefined) return signatures.map(({ tag }) => skipped(`signature ${tag}`, 'there are no keys to check it with'));
  if (signatures.length === 0) return [missing('signature', { code: 'SIGNATURE_MISSING', message: 'check a package: the header is not signed' })];
  const opinions: { readonly name: string; readonly opinion: SignatureOpinion }[] = [];
  for (const { tag, packet } of signatures) opinions.push({ name: `signature ${tag}`, opinion: await verify(rpm.headerBytes, packet) });
  const isSigned = opinions.some(({ opinion }) => opinion.valid);
  return opinions.map(({ name, opinion }) => {
    if (opinion.valid) return good(name, opinion.fingerprint);
    // One good signature is enough: others may be of keys or algorithms that are not known here.
    return isSigned ? skipped(name, opinion.reason) : wrong(name, { code: 'SIGNATURE_WRONG', message: `check a package: ${opinion.reason}` });
  });
}

interface Comparison {
  readonly found: string;
  readonly wanted: string;
  readonly code: RpmProblem['code'];
}

function compare(name: string, { found, wanted, code }: Comparison): RpmCheck {
  if (found === wanted.toLowerCase()) return good(name, found);
  return wrong(name, { code, message: `check a package: the ${name} is "${found}"; wanted "${wanted}"` });
}

function good(name: string, detail: string): RpmCheck {
  return { name, outcome: 'ok', detail };
}

function skipped(name: string, detail: string): RpmCheck {
  return { name, outcome: 'skipped', detail };
}

function wrong(name: string, problem: RpmProblem): RpmCheck {
  return { name, outcome: 'wrong', detail: problem.message, problem };
}

function missing(name: string, problem: RpmProblem): RpmCheck {
  return { name, outcome: 'missing', detail: problem.message, problem };
}
