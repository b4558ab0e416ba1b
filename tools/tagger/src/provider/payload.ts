import { compareManifests } from '../compare-manifests.ts';
import type { EvidenceProvider } from '../evidence-provider.ts';

/** What the packages install and ask for, against the last release. */
export const provider: EvidenceProvider = {
  title: 'payload',
  collect: ({ payload }) => Promise.resolve(payload === undefined ? [] : compareManifests(payload.then, payload.now)),
};
