import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { queueColumns, queueNumberColumns, writeClouds, writeQueue, writeQueueVos, type CloudChanges, type PandaDatabase, type QueueChanges } from '@bigpanda/datastore';
import { PandaError, type PlainValue } from '@bigpanda/model';

const scalar = z.union([z.string(), z.number(), z.boolean()], 'a text, a number, true or false');
const queueSchema = z
  .object({
    type: z.enum(['analysis', 'production', 'any'], 'one of "analysis", "production", "any"').optional(),
    status: z.enum(['online', 'offline', 'test', 'brokeroff'], 'one of "online", "offline", "test", "brokeroff"').default('online'),
    vos: z.array(z.string(), 'a list of VOs').default([]),
    queuedata: z.record(z.string(), z.json()).default({}),
  })
  .catchall(scalar);
const siteFileSchema = z.strictObject({
  queues: z.record(z.string().regex(/^[\w.+=@-]{1,60}$/, 'a name of at most 60 letters, digits and _ . + = @ -'), queueSchema).default({}),
  clouds: z.record(z.string().min(1).max(20), z.object({}).catchall(scalar)).default({}),
  storages: z.record(z.string(), z.record(z.string(), z.json())).default({}),
});

/** What is said of a queue. */
export interface SiteQueue {
  readonly changes: QueueChanges;
  /** The VOs it takes jobs of, none for all; `undefined` leaves those that are there. */
  readonly vos: readonly string[] | undefined;
}

/** What a file of sites says. */
export interface SiteFile {
  readonly queues: readonly SiteQueue[];
  readonly clouds: readonly CloudChanges[];
  /** What pilots are told of storages, by name. */
  readonly storages: Readonly<Record<string, PlainValue>>;
}

/** No sites. */
export const noSites: SiteFile = { queues: [], clouds: [], storages: {} };

/**
 * Reads a file of sites: a table for each queue, cloud and storage. Keys of a queue are columns of `schedconfig` in lower case.
 * @throws PandaError `CONFIGURATION_INVALID` with every problem, exit status 2
 */
export function readSiteFile(path: string): SiteFile {
  return parseSites(parseToml(path), path);
}

/**
 * What a file of sites says, already parsed.
 * @param path for messages
 * @throws PandaError `CONFIGURATION_INVALID` with every problem, exit status 2
 */
export function parseSites(value: unknown, path: string): SiteFile {
  const result = siteFileSchema.safeParse(value, { reportInput: true });
  if (!result.success) throw invalid(path, result.error.issues.map((issue) => ({ path: issue.path.join('.'), found: issue.input === undefined ? 'nothing' : JSON.stringify(issue.input), allowed: 'issues' in issue ? (issue.issues[0]?.message ?? issue.message) : issue.message })));
  const { queues, clouds, storages } = result.data;
  const wrong = Object.entries(queues).flatMap(([name, { type: _type, vos: _vos, queuedata: _queuedata, ...columns }]) => Object.entries(columns).flatMap(([key, cell]) => columnProblems(`queues.${name}.${key}`, key.toUpperCase(), cell)));
  if (wrong.length > 0) throw invalid(path, wrong);
  return {
    queues: Object.entries(queues).map(([name, { type, vos, queuedata, ...columns }]) => ({ vos, changes: { ...upperCase(columns), NICKNAME: name, CATCHALL: JSON.stringify({ ...(type === undefined ? {} : { type }), ...queuedata }) } })),
    clouds: Object.entries(clouds).map(([name, columns]) => ({ ...upperCase(columns), NAME: name })),
    storages,
  };
}

function columnProblems(path: string, column: string, value: unknown): Problem[] {
  if (!queueColumns.includes(column)) return [{ path, found: 'a key that does not exist', allowed: 'type, status, vos, queuedata and the columns of schedconfig' }];
  return queueNumberColumns.includes(column) && !Number.isSafeInteger(value) ? [{ path, found: JSON.stringify(value), allowed: 'a whole number' }] : [];
}

/** Writes what a file of sites says into the database; queues and clouds that it does not name stay. */
export async function keepSites(database: PandaDatabase, { queues, clouds }: SiteFile, time: string): Promise<void> {
  for (const { changes, vos } of queues) {
    await writeQueue(database, changes, time);
    if (vos !== undefined) await writeQueueVos(database, { queue: changes.NICKNAME, site: changes.SITE ?? changes.NICKNAME, vos });
  }
  if (clouds.length > 0) await writeClouds(database, clouds, time);
}

function upperCase(columns: Readonly<Record<string, string | number | boolean>>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(columns).map(([name, value]) => [name.toUpperCase(), typeof value === 'boolean' ? (value ? 'True' : 'False') : value]));
}

function parseToml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new PandaError('CONFIGURATION_INVALID', `read sites: "${path}": ${(cause as Error).message}`, { exitStatus: 2, hint: 'Correct the file that sites.file names.', cause });
  }
}

interface Problem {
  readonly path: string;
  readonly found: string;
  readonly allowed: string;
}

function invalid(path: string, problems: readonly Problem[]): PandaError {
  return new PandaError('CONFIGURATION_INVALID', `read sites: "${path}" has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`, { exitStatus: 2, hint: 'Correct each place that is listed', problems });
}
