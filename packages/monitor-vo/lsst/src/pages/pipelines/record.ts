import type { JobRow } from '@bigpanda/monitor-contract';

/** A job as this page sees it; texts are empty where the job does not tell. */
export interface PipelineRecord {
  readonly task: string;
  readonly processInstance: string;
  readonly stream: string;
  readonly state: string;
}

/** What the page needs of a job. The pipeline's names stand in its parameters. */
export function toRecord(row: JobRow): PipelineRecord {
  const names = parsePipelineParameters(String(row.jobParameters ?? ''));
  return {
    task: names.get('PIPELINE_TASK') ?? '',
    processInstance: names.get('PIPELINE_PROCESSINSTANCE') ?? '',
    stream: names.get('PIPELINE_STREAM') ?? '',
    state: String(row.jobStatus ?? 'unknown'),
  };
}

/** Names and values of `--lsstJobParams="NAME=VALUE|NAME=VALUE"`. Source: panda-server, `test/lsstSubmit.py`. */
export function parsePipelineParameters(jobParameters: string): ReadonlyMap<string, string> {
  const list = /--lsstJobParams=(?:"([^"]*)"|(\S*))/.exec(jobParameters);
  const pairs = (list?.[1] ?? list?.[2] ?? '').split('|').filter((pair) => pair.includes('='));
  return new Map(pairs.map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1).trim()]));
}
