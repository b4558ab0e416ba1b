import { jobStates } from '@bigpanda/model';
import type { JobRow } from './plugin.ts';

/** Text that does harm wherever it is not escaped. */
export const hostileText = '"><script>alert(1)</script>\' onclick=x ';

/** Rows that every page must take: ordinary ones in each state, one without any attribute, one with hostile texts. */
export const sampleRows: readonly JobRow[] = [
  ...jobStates.map((jobStatus, index): JobRow => ({
    PandaID: 4_000_000_000 + index,
    jobStatus,
    computingSite: 'SITE',
    computingElement: 'ce.example.org',
    cloud: 'US',
    batchID: `batch.${index}`,
    VO: 'vo',
    jobParameters: '--parameters="NAME=value|OTHER=12"',
    modificationTime: '2014-03-07 12:00:00',
  })),
  {},
  {
    PandaID: 1,
    jobStatus: hostileText,
    computingSite: hostileText,
    computingElement: hostileText,
    cloud: hostileText,
    batchID: hostileText,
    VO: hostileText,
    jobParameters: hostileText,
  },
];
