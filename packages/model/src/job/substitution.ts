import type { FileSpec, JobSpec } from './job-spec.ts';

/** Numbers that stand for words in the names of a job's files and in its parameters. */
export interface JobNumbersInText {
  readonly pandaId: number;
  readonly jobsetId: number;
  /** Serial number of a user's group job. */
  readonly groupJobNumber: number;
}

/**
 * A job with `$PANDAID`, `$JOBSETID`, `$GROUPJOBSN` and `$ATTEMPTNR` replaced in the names of its files, and the last
 * three in its parameters; production jobs keep all but `$PANDAID`. Source: panda-server 2014-04, OraDBProxy.insertNewJob.
 */
export function substituteNumbers(job: JobSpec, numbers: JobNumbersInText): JobSpec {
  const isProduction = job.attributes.prodSourceLabel === 'managed';
  const { jobParameters } = job.attributes;
  const words: readonly (readonly [word: string, text: string])[] = isProduction ? [] : [
    ['$JOBSETID', String(numbers.jobsetId).padStart(6, '0')],
    ['$GROUPJOBSN', String(numbers.groupJobNumber).padStart(5, '0')],
    ['$ATTEMPTNR', String(job.attributes.attemptNr ?? 0)],
  ];
  const inNames = [['$PANDAID', String(numbers.pandaId).padStart(5, '0')] as const, ...words];
  return {
    attributes: jobParameters === undefined ? job.attributes : { ...job.attributes, jobParameters: replaceAll(String(jobParameters), words) },
    files: job.files.map((file) => substituteInFile(file, inNames)),
  };
}

function substituteInFile(file: FileSpec, words: readonly (readonly [string, string])[]): FileSpec {
  return typeof file.lfn === 'string' && file.lfn.includes('$') ? { ...file, lfn: replaceAll(file.lfn, words) } : file;
}

function replaceAll(text: string, words: readonly (readonly [string, string])[]): string {
  return text.includes('$') ? words.reduce((replaced, [word, value]) => replaced.replaceAll(word, value), text) : text;
}
