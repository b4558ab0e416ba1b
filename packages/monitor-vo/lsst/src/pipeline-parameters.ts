/** What a job of a pipeline says of itself; texts are empty where it does not tell. */
export interface PipelineNames {
  readonly task: string;
  readonly processInstance: string;
  readonly stream: string;
}

/** The task, process instance and stream that stand in the parameters of a job. */
export function readPipelineNames(jobParameters: string): PipelineNames {
  const names = parsePipelineParameters(jobParameters);
  return { task: names.get('PIPELINE_TASK') ?? '', processInstance: names.get('PIPELINE_PROCESSINSTANCE') ?? '', stream: names.get('PIPELINE_STREAM') ?? '' };
}

/** Names and values of `--lsstJobParams="NAME=VALUE|NAME=VALUE"`. Source: panda-server, `test/lsstSubmit.py`. */
export function parsePipelineParameters(jobParameters: string): ReadonlyMap<string, string> {
  const list = /--lsstJobParams=(?:"([^"]*)"|(\S*))/.exec(jobParameters);
  const pairs = (list?.[1] ?? list?.[2] ?? '').split('|').filter((pair) => pair.includes('='));
  return new Map(pairs.map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1).trim()]));
}
