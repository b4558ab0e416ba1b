import type { PayloadManifest, PlanReason } from '@bigpanda/release-model';
import { count } from './count.ts';
import { renderTable } from './table.ts';

/** A component's manifest and, where its last release has one, what differs. */
export interface ComparedManifest {
  readonly name: string;
  readonly manifest: PayloadManifest;
  readonly differences?: readonly PlanReason[];
  /** Version of the last release; absent before the first. */
  readonly lastVersion?: string;
}

/** Kinds of features as people count them. */
const featureNouns: Readonly<Record<string, string>> = { configuration: 'configuration key', migration: 'migration', route: 'route', type: 'exported type', unit: 'unit' };

/** What was reduced to manifests, and what differs from the last releases. */
export function renderManifests(results: readonly ComparedManifest[], folder: string | undefined): string {
  const rows = results.map(({ name, manifest, differences, lastVersion }) => [
    name,
    [count(manifest.packages.reduce((sum, one) => sum + one.files.length, 0), 'file'), ...Object.entries(manifest.features).map(([kind, found]) => count(Object.keys(found).length, featureNouns[kind] ?? kind))].join(', '),
    differences === undefined ? (lastVersion === undefined ? 'never released' : `nothing is kept of ${lastVersion} to compare with`) : differences.length === 0 ? 'as last released' : count(differences.length, 'difference'),
  ]);
  const details = results.flatMap(({ name, differences = [] }) => (differences.length === 0 ? [] : ['', name, ...differences.map(({ weight, summary }) => `  ${weight.padEnd(5)}  ${summary}`)]));
  return [renderTable(rows), ...details, ...(folder === undefined ? [] : ['', `Written to ${folder}`]), ''].join('\n');
}
