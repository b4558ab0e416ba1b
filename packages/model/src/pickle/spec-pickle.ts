import { PandaError } from '../panda-error.ts';
import { fileFromState, jobAttributesFromState, stateFromFile, stateFromJobAttributes } from '../job/spec-state.ts';
import type { FileSpec, JobSpec } from '../job/job-spec.ts';
import { maxFilesPerRequest } from '../job/spec-limits.ts';
import { isPickleObject, type PickleObject, type PickleValue, type SpecClass } from './pickle-value.ts';

/**
 * The jobs of a pickled list of JobSpec objects, at most `maxJobs` of them, as PanDA cuts a longer list.
 * @throws PandaError `SPEC_LIST_INVALID`, `SPEC_VALUE_INVALID`, `SPEC_FILES_TOO_MANY`
 */
export function jobsFromPickle(value: PickleValue, maxJobs: number): JobSpec[] {
  if (!Array.isArray(value)) throw invalid('the pickle holds no list');
  let fileCount = 0;
  return value.slice(0, maxJobs).map((item) => {
    const job = jobFromPickle(item);
    fileCount += job.files.length;
    if (fileCount > maxFilesPerRequest) throw new PandaError('SPEC_FILES_TOO_MANY', `read list of jobs: more than ${maxFilesPerRequest} files`);
    return job;
  });
}

/** A JobSpec as the value a client reads: its attributes, then its files, each of which refers to it as its owner. */
export function pickleFromJob(job: JobSpec): PickleObject {
  const owner: PickleObject = { kind: 'object', className: 'JobSpec', state: null };
  const files = job.files.map((file): PickleObject => ({ kind: 'object', className: 'FileSpec', state: [...stateFromFile(file), owner] }));
  owner.state = [...stateFromJobAttributes(job.attributes), files];
  return owner;
}

function jobFromPickle(item: PickleValue): JobSpec {
  const state = stateOf(item, 'JobSpec');
  const files = state.at(-1);
  if (!Array.isArray(files)) throw invalid('a JobSpec without a list of files at the end of its state');
  if (files.length > maxFilesPerRequest) throw new PandaError('SPEC_FILES_TOO_MANY', `read list of jobs: more than ${maxFilesPerRequest} files`);
  return { attributes: jobAttributesFromState(state), files: files.map(fileFromPickle) };
}

function fileFromPickle(item: PickleValue): FileSpec {
  return fileFromState(stateOf(item, 'FileSpec'));
}

function stateOf(item: PickleValue, className: SpecClass): PickleValue[] {
  if (!isPickleObject(item) || item.className !== className || !Array.isArray(item.state)) throw invalid(`an item that is no ${className} with a list as its state`);
  return item.state;
}

function invalid(fact: string): PandaError {
  return new PandaError('SPEC_LIST_INVALID', `read list of jobs: ${fact}`);
}
