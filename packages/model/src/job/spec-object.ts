import { fileAttributes } from './file-attributes.ts';
import { jobAttributes } from './job-attributes.ts';
import type { FileSpec, JobSpec } from './job-spec.ts';

/** A job as api/v1 tells it: each attribute by its name, `null` where unset, and `Files` in the same way. Source: panda-server 2026, JobSpec.to_dict_advanced. */
export function objectFromJob({ attributes, files }: JobSpec): Record<string, unknown> {
  return { ...Object.fromEntries(jobAttributes.map((name) => [name, attributes[name] ?? null])), Files: files.map(objectFromFile) };
}

function objectFromFile(file: FileSpec): Record<string, unknown> {
  return Object.fromEntries(fileAttributes.map((name) => [name, file[name] ?? null]));
}
