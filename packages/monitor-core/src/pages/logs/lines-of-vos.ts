import { listQueueVos, selectJobs, selectTaskColumns, type PandaDatabase } from '@bigpanda/datastore';
import type { PageRequest } from '../../route/page-request.ts';

const idsAtOnce = 500;

/** What a text for people names, by which it can be told whose it is. */
interface NamedThings {
  readonly jobs: readonly number[];
  readonly tasks: readonly number[];
  readonly queues: readonly string[];
  /** In lower case. */
  readonly vos: readonly string[];
}

/** The VOs of everything that texts name, in lower case. What is not there, or not for the reader, is in none of the maps. */
interface KnownThings {
  readonly jobs: ReadonlyMap<number, string>;
  readonly tasks: ReadonlyMap<number, string>;
  readonly queues: ReadonlyMap<string, readonly string[]>;
}

export interface LineOptions<Line> {
  readonly lines: readonly Line[];
  readonly textOf: (line: Line) => string;
  /** A line that names a queue and nothing else is for everybody who may see one of the VOs of the queue. */
  readonly isOfQueues: boolean;
}

/**
 * The lines that belong on the pages of a request. Under the host of a VO: those that name its jobs, tasks or queues, and
 * those that name nothing of any VO. For a reader from whom a VO is hidden: those that name what the reader may see and
 * nothing else, as a line that names nothing could tell of anything.
 */
export async function keepLinesOfVos<Line>(database: PandaDatabase, { vo, hiddenVos }: Pick<PageRequest, 'vo' | 'hiddenVos'>, { lines, textOf, isOfQueues }: LineOptions<Line>): Promise<readonly Line[]> {
  if (vo === undefined && hiddenVos.length === 0) return lines;
  const named = lines.map((line) => readNames(textOf(line)));
  const known = await findThings(database, named);
  return lines.filter((_, index) => {
    const names = named[index];
    if (names === undefined) return false;
    return (hiddenVos.length === 0 || mayBeSeen(names, known, { hiddenVos, isOfQueues })) && (vo === undefined || isOf(names, known, vo.name));
  });
}

function isOf(names: NamedThings, known: KnownThings, vo: string): boolean {
  const vos = listVos(names, known);
  return vos.length === 0 || vos.includes(vo);
}

function mayBeSeen(names: NamedThings, known: KnownThings, { hiddenVos, isOfQueues }: { readonly hiddenVos: readonly string[]; readonly isOfQueues: boolean }): boolean {
  const isOwn = (vo: string): boolean => !hiddenVos.includes(vo);
  if (!names.jobs.every((id) => known.jobs.has(id)) || !names.tasks.every((id) => known.tasks.has(id)) || !names.vos.every(isOwn)) return false;
  const areQueuesOpen = names.queues.every((queue) => known.queues.get(queue)?.some(isOwn) ?? true);
  return areQueuesOpen && (names.jobs.length + names.tasks.length + names.vos.length > 0 || (isOfQueues && names.queues.length > 0));
}

function listVos({ jobs, tasks, queues, vos }: NamedThings, known: KnownThings): string[] {
  const found = [...jobs.map((id) => known.jobs.get(id)), ...tasks.map((id) => known.tasks.get(id)), ...queues.flatMap((queue) => known.queues.get(queue) ?? []), ...vos];
  return found.filter((vo): vo is string => vo !== undefined && vo !== '');
}

/** Words such as `PandaID=17`, `jediTaskID=5`, `site:BNL_PROD`, `vo=x`. */
function readNames(text: string): NamedThings {
  const valuesOf = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, value = '']) => value);
  return {
    jobs: valuesOf(/\bpandaid\s*[:=]\s*(\d{1,15})\b/gi).map(Number),
    tasks: valuesOf(/\b(?:jedi)?taskid\s*[:=]\s*(\d{1,15})\b/gi).map(Number),
    queues: valuesOf(/\b(?:queue|site|siteid|computingsite)\s*[:=]\s*([^\s,;]+)/gi),
    vos: valuesOf(/\bvo\s*[:=]\s*([\w.-]+)/gi).map((vo) => vo.toLowerCase()),
  };
}

async function findThings(database: PandaDatabase, named: readonly NamedThings[]): Promise<KnownThings> {
  const [jobs, tasks, queues] = await Promise.all([
    readInParts(named.flatMap((names) => names.jobs), async (patterns) => (await selectJobs(database, { conditions: [{ attribute: 'PandaID', patterns }] }, { order: { attribute: 'PandaID', direction: 'descending' }, limit: patterns.length, attributes: ['VO'] })).jobs),
    readInParts(named.flatMap((names) => names.tasks), (patterns) => selectTaskColumns(database, { conditions: [{ column: 'JEDITASKID', patterns }] }, { limit: patterns.length, columns: ['VO'] })),
    listQueueVos(database),
  ]);
  const byQueue = Map.groupBy(queues, ({ queue }) => queue);
  return {
    jobs: new Map(jobs.map(({ PandaID, VO }) => [Number(PandaID), String(VO ?? '').trim().toLowerCase()])),
    tasks: new Map(tasks.map(({ JEDITASKID, VO }) => [JEDITASKID, (VO ?? '').trim().toLowerCase()])),
    queues: new Map([...byQueue].map(([queue, rows]) => [queue, rows.map(({ vo }) => vo.trim().toLowerCase())])),
  };
}

/** What is read of ids, so many at a time: databases bind only some ten thousand values in a statement, and each is bound for every table. */
async function readInParts<Row>(ids: readonly number[], read: (patterns: readonly { readonly kind: 'equal'; readonly value: number }[]) => Promise<readonly Row[]>): Promise<Row[]> {
  const patterns = [...new Set(ids)].map((value) => ({ kind: 'equal', value }) as const);
  const rows: Row[] = [];
  for (let start = 0; start < patterns.length; start += idsAtOnce) rows.push(...await read(patterns.slice(start, start + idsAtOnce)));
  return rows;
}
