import { readdir } from 'node:fs/promises';
import { extname } from 'node:path';
import type { EvidenceProvider } from './evidence-provider.ts';

const folder = new URL('./provider/', import.meta.url);

/** The providers of evidence, one for each file of `provider/`, in the order of their names. */
export async function findProviders(): Promise<EvidenceProvider[]> {
  // JavaScript where this is bundled.
  const files = (await readdir(folder)).filter((name) => extname(name) === extname(import.meta.url)).sort();
  return Promise.all(files.map(async (name) => ((await import(new URL(name, folder).href)) as { readonly provider: EvidenceProvider }).provider));
}
