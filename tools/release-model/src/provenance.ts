import * as z from 'zod';
import { parseConfiguration } from './parse-configuration.ts';
import { statementMediaType } from './provenance-names.ts';

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, 'base64');
const digestSet = z.record(z.string(), z.string());

/** A signed statement (DSSE, envelope.md). */
export const envelopeSchema = z.object({
  payload: base64,
  payloadType: z.literal(statementMediaType),
  signatures: z.array(z.object({ keyid: z.string().optional(), sig: base64 })).min(1),
});
export type Envelope = z.output<typeof envelopeSchema>;

const resource = z.object({ uri: z.string().optional(), name: z.string().optional(), digest: digestSet.optional(), annotations: z.record(z.string(), z.unknown()).optional() });

/** An in-toto statement v1 with the predicate "provenance" of SLSA v1. Members that are not known are passed over, as both ask. */
export const provenanceSchema = z.object({
  _type: z.literal('https://in-toto.io/Statement/v1'),
  subject: z.array(z.object({ name: z.string(), digest: digestSet })).min(1),
  predicateType: z.literal('https://slsa.dev/provenance/v1'),
  predicate: z.object({
    buildDefinition: z.object({
      buildType: z.string(),
      externalParameters: z.record(z.string(), z.unknown()),
      internalParameters: z.record(z.string(), z.unknown()).optional(),
      resolvedDependencies: z.array(resource).optional(),
    }),
    runDetails: z.object({ builder: z.object({ id: z.string(), version: z.record(z.string(), z.string()).optional() }) }),
  }),
});
export type Provenance = z.output<typeof provenanceSchema>;

const code = 'PROVENANCE_INVALID';

/** The envelope of a provenance. @throws ReleaseError `PROVENANCE_INVALID` with all problems */
export function parseEnvelope(text: string, file: string): Envelope {
  return parseConfiguration(envelopeSchema, { text, file, code, what: 'read a provenance' });
}

/** The statement in an envelope. @throws ReleaseError `PROVENANCE_INVALID` with all problems */
export function parseProvenance(text: string, file: string): Provenance {
  return parseConfiguration(provenanceSchema, { text, file, code, what: 'read the statement of a provenance' });
}

/** The commit that a provenance names as its source, with the repository: of several the first. Absent where it names none. */
export function findSourceCommit({ predicate: { buildDefinition: { resolvedDependencies = [] } } }: Provenance): { readonly commit: string; readonly repository: string } | undefined {
  for (const { uri = '', digest = {} } of resolvedDependencies) {
    const commit = digest['gitCommit'];
    if (commit !== undefined) return { commit, repository: uri.replace(/^git\+/, '') };
  }
  return undefined;
}
