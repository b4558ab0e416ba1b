import { z } from 'zod';
import { PandaError } from '@bigpanda/model';

const count = z.coerce.number().int().min(0).max(10_000_000);
const name = z.string().max(1000);
const absent = z.union([z.null(), z.literal(''), z.literal('None')]).transform(() => undefined);

/** A value that may be left out, or be what Python's clients send for nothing. */
function optional<Schema extends z.ZodType>(schema: Schema): z.ZodOptional<z.ZodUnion<readonly [typeof absent, Schema]>> {
  return z.union([absent, schema] as const).optional();
}

/** One piece of a job's parameters: a text that stays, or a template for a file. */
const jobParameterSchema = z.looseObject({
  type: z.string(),
  value: z.coerce.string().default(''),
  param_type: z.string().optional(),
  dataset: optional(name),
  hidden: z.boolean().optional(),
  padding: z.boolean().optional(),
  destination: optional(name),
  token: optional(name),
  files: z.array(z.coerce.string()).optional(),
});

/** The step that makes what the other jobs read, before they run. */
const buildSchema = z.looseObject({
  prodSourceLabel: z.string().max(20).default('panda'),
  archiveName: optional(name),
  jobParameters: z.string().default(''),
  transPath: optional(z.string().max(250)),
  tarBallViaDDM: optional(name),
});

/** What a task's parameters say that this server looks at; the rest is kept and not looked at. Source: panda-client, PrunScript.py; panda-jedi, TaskRefiner. */
const taskParametersSchema = z.looseObject({
  taskName: name.min(1),
  userName: optional(name),
  vo: optional(z.string().max(16)),
  prodSourceLabel: z.string().max(20).default('user'),
  processingType: optional(z.string()),
  taskType: optional(z.string()),
  taskPriority: optional(z.coerce.number().int()),
  currentPriority: optional(z.coerce.number().int()),
  architecture: optional(z.string()),
  transUses: optional(z.string()),
  transHome: optional(z.string()),
  transPath: optional(z.string()),
  workingGroup: optional(z.string().max(20)),
  site: optional(z.string().max(128)),
  includedSite: z.union([absent, z.string().transform((text) => text.split(',')), z.array(z.string())]).optional(),
  cloud: optional(z.string().max(20)),
  coreCount: optional(count),
  ramCount: optional(count),
  ramUnit: optional(z.string()),
  walltime: optional(count),
  maxWalltime: optional(count),
  maxAttempt: optional(z.coerce.number().int().min(1).max(50)),
  disableAutoRetry: z.union([z.boolean(), z.number()]).optional(),
  noInput: z.boolean().optional(),
  pfnList: z.array(z.string().max(256)).max(200_000).optional(),
  nFiles: optional(count),
  nFilesPerJob: optional(count),
  nEvents: optional(count),
  nEventsPerJob: optional(count),
  sourceURL: optional(z.string()),
  uniqueTaskName: z.boolean().optional(),
  container_name: optional(z.string().max(200)),
  log: jobParameterSchema.optional(),
  jobParameters: z.array(jobParameterSchema).default([]),
  buildSpec: buildSchema.optional(),
});

export type TaskParameters = z.output<typeof taskParametersSchema>;
export type JobParameter = TaskParameters['jobParameters'][number];

/**
 * The parameters of a task, read from what a client sent.
 * @throws PandaError `TASK_PARAMETERS_INVALID` with every problem
 */
export function readTaskParameters(value: unknown): TaskParameters {
  const result = taskParametersSchema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`);
  throw new PandaError('TASK_PARAMETERS_INVALID', `read task parameters: ${problems.join('; ')}`);
}
