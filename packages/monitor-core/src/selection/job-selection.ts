import { type ConfigurationProblem, type JobAttribute, type JobCondition, type JobSelection } from '@bigpanda/model';
import { attributesByName, readParameter } from '../request/parameters.ts';
import { wrongParameters, type PageRequest } from '../route/page-request.ts';
import { attributeAliases } from './selection-filters.ts';
import { mostHours, readTime, sinceHours } from './time-text.ts';
import { readCondition } from './value-pattern.ts';

/** A filter that holds, as it stands in the address. */
export interface ActiveFilter {
  readonly name: string;
  readonly value: string;
  /** In words for people. */
  readonly text: string;
}

/** Which jobs an address tells. */
export interface AskedJobs {
  readonly selection: JobSelection;
  /** In the order of the address; a window of time that holds without being asked for is not among them. */
  readonly active: readonly ActiveFilter[];
  /** The window of time in words, such as `in the last 7 days`. */
  readonly window: string;
}

export interface AskOptions {
  /** Window when the address tells none, in hours; none when absent. */
  readonly defaultHours?: number;
}

/** Attributes that name few jobs: no window of time holds for them unless it is asked for. */
const naming: ReadonlySet<JobAttribute> = new Set(['PandaID', 'jediTaskID', 'taskID', 'jobsetID', 'jobDefinitionID', 'jobExecutionID', 'reqID', 'batchID', 'parentID', 'pilotID']);

/** Kinds of jobs by prodSourceLabel. Source: panda-bigmon-core, `core/views.py` setupView. */
const labelsOfKind: Readonly<Record<string, string>> = { analysis: 'user|panda|rc_alrb', production: 'managed', test: 'prod_test|ptest|rc_test|rc_test2|install|test' };

/**
 * The jobs that an address asks for.
 * @throws PandaError `PARAMETERS_WRONG`
 */
export function readAskedJobs({ parameters, nowMilliseconds, vo }: PageRequest, { defaultHours }: AskOptions = {}): AskedJobs {
  const problems: ConfigurationProblem[] = [];
  const wanted = readWanted(parameters);
  if (vo !== undefined && !wanted.has('vo')) wanted.set('vo', vo.name);
  const conditions: JobCondition[] = [];
  const active: ActiveFilter[] = [];
  for (const [name, value] of wanted) {
    const attribute = attributesByName.get(name);
    const given = attribute === undefined ? readNamedCondition(name, value) : readCondition(attribute, value);
    if (given === undefined) continue;
    if ('allowed' in given) problems.push({ path: name, found: `"${value.slice(0, 60)}"`, allowed: given.allowed });
    else {
      if (given.condition !== undefined) conditions.push(given.condition);
      active.push({ name, value, text: `${attribute ?? name}: ${value}` });
    }
  }
  const isNaming = conditions.some((condition) => naming.has(condition.attribute) && condition.isNegated !== true);
  const window = readWindow(parameters, { nowMilliseconds, ...(defaultHours === undefined || isNaming ? {} : { defaultHours }) });
  problems.push(...window.problems);
  if (problems.length > 0) throw wrongParameters(problems);
  return { selection: { conditions, ...window.limits }, active: [...active, ...window.active], window: window.text };
}

/** The attributes and other filters that the address tells, by lower-case name; the first one counts. */
function readWanted(parameters: URLSearchParams): Map<string, string> {
  const wanted = new Map<string, string>();
  for (const [given, text] of parameters) {
    const name = attributeAliases[given.toLowerCase()] ?? given.toLowerCase();
    const value = text.trim();
    if (value !== '' && !wanted.has(name)) wanted.set(name, value);
  }
  return wanted;
}

type NamedCondition = { readonly condition: JobCondition | undefined } | { readonly allowed: string };

/** The condition of a filter that is no attribute; `undefined` for one that does not choose jobs. */
function readNamedCondition(name: string, value: string): NamedCondition | undefined {
  if (name === 'jobtype') return readCondition('prodSourceLabel', labelsOfKind[value] ?? value);
  if (name === 'priorityrange') return /^-?\d*:-?\d*$/.test(value) ? readCondition('currentPriority', value) : { allowed: 'two numbers as FROM:TO' };
  if (name === 'mode') return value === 'eventservice' ? { condition: { attribute: 'eventService', patterns: [{ kind: 'range', from: 1 }] } } : undefined;
  return undefined;
}

interface TimeWindow {
  readonly limits: Pick<JobSelection, 'since' | 'until'>;
  readonly active: readonly ActiveFilter[];
  readonly text: string;
  readonly problems: readonly ConfigurationProblem[];
}

/** How a parameter of time is read: the time it tells, `undefined` for none, and its words for people. */
interface TimeReader {
  readonly toValue: (text: string) => string | undefined;
  readonly inWords: (text: string) => string;
}

function readWindow(parameters: URLSearchParams, { nowMilliseconds, defaultHours }: { readonly nowMilliseconds: number; readonly defaultHours?: number }): TimeWindow {
  const problems: ConfigurationProblem[] = [];
  const active: ActiveFilter[] = [];
  const read = (name: string, allowed: string, { toValue, inWords }: TimeReader): string | undefined => {
    const text = readParameter(parameters, name);
    if (text === undefined) return undefined;
    const value = toValue(text);
    if (value === undefined) problems.push({ path: name, found: `"${text.slice(0, 60)}"`, allowed });
    else active.push({ name, value: text, text: inWords(text) });
    return value;
  };
  const hoursBefore = (factor: number) => (text: string): string | undefined => (/^\d+(\.\d+)?$/.test(text) && Number(text) > 0 && Number(text) * factor <= mostHours ? sinceHours(nowMilliseconds, Number(text) * factor) : undefined);
  const times = 'a time such as 2014-03-07 or 2014-03-07 12:30';
  const isAll = readParameter(parameters, 'days') === 'all';
  const starts = [
    read('hours', 'a number of hours more than 0', { toValue: hoursBefore(1), inWords: (text) => `last ${text} hours` }),
    read('days', 'a number of days more than 0, or "all"', { toValue: (text) => (text === 'all' ? '' : hoursBefore(24)(text)), inWords: (text) => (text === 'all' ? 'of all times' : `last ${text} days`) }),
    read('date_from', times, { toValue: readTime, inWords: (text) => `from ${text}` }),
  ].filter((time) => time !== undefined && time !== '').sort();
  const ends = [
    read('date_to', times, { toValue: readTime, inWords: (text) => `to ${text}` }),
    read('earlierthan', 'a number of hours more than 0', { toValue: hoursBefore(1), inWords: (text) => `more than ${text} hours ago` }),
  ].filter((time) => time !== undefined).sort();
  const usual = isAll || starts.length > 0 || ends.length > 0 || defaultHours === undefined ? undefined : sinceHours(nowMilliseconds, defaultHours);
  const [since, until] = [starts.at(-1) ?? usual, ends[0]];
  return { limits: { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) }, active, problems, text: describeWindow({ active, usual, defaultHours }) };
}

function describeWindow({ active, usual, defaultHours = 0 }: { readonly active: readonly ActiveFilter[]; readonly usual: string | undefined; readonly defaultHours: number | undefined }): string {
  if (usual !== undefined) return `changed in the last ${defaultHours > 24 && defaultHours % 24 === 0 ? `${defaultHours / 24} days` : `${defaultHours} hours`}`;
  return active.length === 0 ? 'of all times' : active.map((filter) => filter.text).join(', ');
}
