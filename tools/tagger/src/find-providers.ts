import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvidenceProvider } from './evidence-provider.ts';

const folder = join(import.meta.dirname, 'provider');

/** The providers of evidence, one for each file of `provider/`, in the order of their names. */
export async function findProviders(): Promise<EvidenceProvider[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
  return Promise.all(files.map(async (name) => ((await import(join(folder, name))) as { readonly provider: EvidenceProvider }).provider));
}
