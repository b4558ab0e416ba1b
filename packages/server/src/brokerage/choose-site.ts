import type { JobAttributes } from '@bigpanda/model';
import { analysisLabels } from '../jobs/labels.ts';
import type { BrokerageSite } from './site.ts';

/** How busy a site is. */
export interface SiteLoad {
  readonly running: number;
  /** Assigned, activated or sent. */
  readonly queued: number;
}

/** What the brokerage says of one site for one job: its weight, or why it cannot be. */
export type SiteVerdict =
  | { readonly site: string; readonly weight: number; readonly words: string }
  | { readonly site: string; readonly refusal: string };

/** The site for a job, and what was said of each. */
export interface SiteChoice {
  readonly site: BrokerageSite | undefined;
  readonly verdicts: readonly SiteVerdict[];
}

/**
 * Chooses the site of a job that names none: online, for the kind of job and its VO and cloud, with its release, memory,
 * disk, time and cores; of those the one with the greatest weight, running / queued, the first by name among equals.
 * Source: panda-server 2014-04, `brokerage/broker.py`.
 */
export function chooseSite(job: JobAttributes, sites: readonly BrokerageSite[], loads: ReadonlyMap<string, SiteLoad>): SiteChoice {
  const verdicts = sites.map((site) => judgeSite(job, site, loads.get(site.name) ?? { running: 0, queued: 0 }));
  const best = verdicts.reduce<SiteVerdict | undefined>((chosen, verdict) => (weightOf(verdict) > weightOf(chosen) ? verdict : chosen), undefined);
  return { site: sites.find((site) => site.name === best?.site), verdicts };
}

/** What the brokerage says of one site for a job. */
export function judgeSite(job: JobAttributes, site: BrokerageSite, load: SiteLoad): SiteVerdict {
  const refusal = refuse(job, site);
  if (refusal !== undefined) return { site: site.name, refusal };
  const weight = (load.running + 1) / (load.queued + 1);
  return { site: site.name, weight, words: `weight ${weight.toFixed(3)}: ${load.running} running, ${load.queued} queued` };
}

/** The verdicts in one line, for people. */
export function explainChoice({ verdicts }: Pick<SiteChoice, 'verdicts'>): string {
  if (verdicts.length === 0) return 'no site is configured';
  return verdicts.map((verdict) => `${verdict.site}: ${'refusal' in verdict ? verdict.refusal : verdict.words}`).join('; ');
}

function refuse(job: JobAttributes, site: BrokerageSite): string | undefined {
  const kind = analysisLabels.has(job.prodSourceLabel) ? 'analysis' : 'production';
  const release = String(job.AtlasRelease ?? '');
  const checks: readonly (readonly [fails: boolean, words: string])[] = [
    [site.status !== 'online' && !(site.status === 'test' && job.prodSourceLabel === 'test'), `is ${site.status}`],
    [site.type !== 'any' && site.type !== kind, `takes ${site.type} jobs only`],
    [job.cloud !== undefined && job.cloud !== '' && site.cloud !== '' && site.cloud !== job.cloud, `is in cloud ${site.cloud}, wanted ${job.cloud}`],
    [site.vos.length > 0 && job.VO !== undefined && !site.vos.includes(String(job.VO)), `takes VO ${site.vos.join(', ')} only`],
    [release !== '' && site.releases.length > 0 && !site.releases.includes(release) && !site.releases.includes('ANY'), `lacks release ${release}`],
    [exceeds(job.minRamCount, site.maxMemory), `gives ${site.maxMemory} MB of memory, wanted ${job.minRamCount}`],
    [exceeds(job.maxDiskCount, site.maxDisk), `gives ${site.maxDisk} MB of disk, wanted ${job.maxDiskCount}`],
    [exceeds(job.maxCpuCount, site.maxTime), `gives ${site.maxTime} s of time, wanted ${job.maxCpuCount}`],
    [exceeds(job.coreCount, site.cores), `gives ${site.cores} cores, wanted ${job.coreCount}`],
  ];
  return checks.find(([fails]) => fails)?.[1];
}

function exceeds(wanted: unknown, given: number): boolean {
  return given > 0 && Number(wanted ?? 0) > given;
}

function weightOf(verdict: SiteVerdict | undefined): number {
  return verdict !== undefined && 'weight' in verdict ? verdict.weight : -1;
}
