import { hash } from 'node:crypto';
import { headerDigestName, ReleaseError, type Envelope, type Provenance } from '@bigpanda/release-model';
import { encodePreAuthentication } from './sealed-statement.ts';

/** A package as it lies there, and the bill of materials beside it. */
export interface AttestedPackage {
  /** File name without a folder. */
  readonly file: string;
  /** Of the whole file, 64 hex digits. */
  readonly sha256: string;
  /** Of its main header, 64 hex digits: what is left the same when another key signs. */
  readonly headerSha256: string;
  /** Absent where none lies there. */
  readonly bill?: Uint8Array | undefined;
}

/** What a check of signatures says of one. */
export type StatementOpinion = { readonly valid: true; readonly fingerprint: string } | { readonly valid: false; readonly reason: string };

/** What was found of a provenance. */
export interface CheckedProvenance {
  /** Absent where it cannot be read. */
  readonly statement?: Provenance;
  /** Whose signature is good; absent where none is. */
  readonly signedBy?: string;
  /** Everything for which it should not be believed. */
  readonly problems: readonly string[];
}

/**
 * Checks a provenance: its form, that one of its signatures is good, that it tells of this package and of the bill of materials beside it.
 * @param verify judges a binary OpenPGP packet over data; signatures are not asked for where it is absent
 */
export async function checkProvenance(text: string, attested: AttestedPackage, verify: ((data: Uint8Array, signature: Uint8Array) => Promise<StatementOpinion>) | undefined): Promise<CheckedProvenance> {
  // Loaded only here: few packages have one, and each command would wait for it.
  const { parseEnvelope, parseProvenance } = await import('@bigpanda/release-model/provenance');
  try {
    const envelope = parseEnvelope(text, `${attested.file}.provenance.json`);
    const payload = Buffer.from(envelope.payload, 'base64');
    const opinion = verify === undefined ? undefined : await judge(envelope, payload, verify);
    const statement = parseProvenance(payload.toString(), `${attested.file}.provenance.json`);
    return {
      statement, ...(opinion?.valid === true ? { signedBy: opinion.fingerprint } : {}),
      problems: [...(opinion?.valid === false ? [opinion.reason] : []), ...findSubjectProblems(statement, attested)],
    };
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    return { problems: [[error.message, ...error.problems.map(({ path, found, allowed }) => `${path} is ${found}, wanted ${allowed}`)].join('; ')] };
  }
}

async function judge({ payloadType, signatures }: Envelope, payload: Uint8Array, verify: (data: Uint8Array, signature: Uint8Array) => Promise<StatementOpinion>): Promise<StatementOpinion> {
  const data = encodePreAuthentication(payloadType, payload);
  const reasons: string[] = [];
  for (const { sig } of signatures) {
    const opinion = await verify(data, Buffer.from(sig, 'base64'));
    if (opinion.valid) return opinion;
    reasons.push(opinion.reason);
  }
  return { valid: false, reason: reasons.join('; ') };
}

function findSubjectProblems({ subject }: Provenance, { file, sha256, headerSha256, bill }: AttestedPackage): readonly string[] {
  const own = subject.filter(({ digest }) => digest['sha256'] === sha256 || digest[headerDigestName] === headerSha256);
  if (own.length === 0) return [`it tells of ${subject.map(({ name, digest }) => `"${name}" with the sha256 ${digest['sha256'] ?? 'unknown'}`).join(' and ')}, the package has ${sha256}`];
  const named = subject.find(({ name }) => name.endsWith('.cdx.json'));
  if (bill === undefined || named === undefined) return bill === undefined ? [] : [`it does not tell of the bill of materials "${file}.cdx.json"`];
  const found = hash('sha256', bill);
  return found === named.digest['sha256'] ? [] : [`the bill of materials has the sha256 ${found}, it names ${named.digest['sha256'] ?? 'none'}`];
}
