import { PandaError } from '../panda-error.ts';
import type { FileSpec, JobSpec } from './job-spec.ts';
import { maxFilesPerRequest } from './spec-limits.ts';
import { fileFromState, jobAttributesFromState, stateFromFile, stateFromJobAttributes } from './spec-state.ts';

/** A job as a JSON list: its attributes, then the list of its files' lists, each with `null` in place of the owner. */
export function jsonFromJob(job: JobSpec): unknown[] {
  return [...stateFromJobAttributes(job.attributes), job.files.map((file) => [...stateFromFile(file), null])];
}

/**
 * The jobs of a JSON list of state lists, at most `maxJobs` of them. Source: panda-server, `taskbuffer/JobUtils.py`.
 * @param value what the JSON text held
 * @throws PandaError `SPEC_LIST_INVALID`, `SPEC_VALUE_INVALID`, `SPEC_FILES_TOO_MANY`
 */
export function jobsFromJson(value: unknown, maxJobs: number): JobSpec[] {
  const jobs = readList(value, 'the JSON holds no list').slice(0, maxJobs).map(jobFromJson);
  const fileCount = jobs.reduce((count, job) => count + job.files.length, 0);
  if (fileCount > maxFilesPerRequest) throw new PandaError('SPEC_FILES_TOO_MANY', `read list of jobs: ${fileCount} files, at most ${maxFilesPerRequest}`);
  return jobs;
}

function jobFromJson(value: unknown): JobSpec {
  const state = readList(value, 'a job that is no list');
  const files = readList(state.at(-1), 'a job without a list of files at its end');
  return { attributes: jobAttributesFromState(state), files: files.map(fileFromJson) };
}

function fileFromJson(value: unknown): FileSpec {
  return fileFromState(readList(value, 'a file that is no list'));
}

function readList(value: unknown, fact: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new PandaError('SPEC_LIST_INVALID', `read list of jobs: ${fact}`);
  return value;
}
