import type { JobAttributes } from '@bigpanda/model';

/** What a user's priority depends on. */
export interface PriorityFacts {
  /** Jobs of the user that have not ended, and jobs before this one in the submission. */
  readonly serialNumber: number;
  /** What the site or its groups add. */
  readonly offset: number;
}

const hammerTypes = /^(gangarobot|hammercloud)/;

/** The priority of a new job. Source: panda-server 2014-04, OraDBProxy.insertNewJob and PrioUtil.calculatePriority. */
export function choosePriority(job: JobAttributes, { serialNumber, offset }: PriorityFacts): number {
  const given = Number(job.assignedPriority ?? job.currentPriority ?? 0);
  const isExpress = String(job.specialHandling ?? '').split(',').includes('express');
  switch (job.prodSourceLabel) {
    case 'install': return 4100;
    case 'panda': return isExpress ? 6500 : 2000 + offset;
    case 'user': {
      if (isExpress) return 6000;
      if (job.processingType === 'usermerge' && job.currentPriority !== undefined) return Number(job.currentPriority);
      const before = hammerTypes.test(String(job.processingType ?? '')) ? 0 : serialNumber;
      return 1000 + offset - Math.trunc(before / 5);
    }
    default: return given;
  }
}
