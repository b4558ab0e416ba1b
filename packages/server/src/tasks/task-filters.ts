import { taskColumns, type TaskCondition, type TaskSelection } from '@bigpanda/datastore';
import { PandaError, type ValuePattern } from '@bigpanda/model';
import { anyone, type Identity } from '../identity/identity.ts';
import { readText } from '../request/parameter-values.ts';
import type { RequestParameters } from '../request/request-parameters.ts';

const timeForm = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/** What makes a filter a pattern. Source: panda-server, `task_api.py`, `REGEX_META`. */
const patternSign = /[\^$*+?\\|()]/;

/** Signs of regular expressions that are left once those that are understood are taken away. */
const strangeSign = /[\^$+?\\()]/;

/**
 * Tasks that a request asks for: `since` a time, and like `filters`, a JSON object of names of attributes and what these are.
 * They are the sender's unless `userName` is among the filters; everybody's where the server does not know users. In PanDA's
 * server a filter with a sign of regular expressions is searched for as one; of these `|`, `^`, `$`, `.*` and `\.` are
 * understood here, and `*` alone as `.*`, so that no pattern can take long.
 * @throws PandaError `PARAMETER_INVALID`
 */
export function readTaskSelection(parameters: RequestParameters, identity: Identity): TaskSelection {
  const since = readText(parameters, 'since');
  if (since !== undefined && !timeForm.test(since)) throw invalid('since', since, 'a time as "2026-11-22 12:00:00"');
  const filters = Object.entries(parseFilters(readText(parameters, 'filters')));
  const conditions = filters.map(([name, value]) => readCondition(name, String(value)));
  const isOfSender = identity !== anyone && !conditions.some(({ column }) => column === 'USERNAME');
  const own: TaskCondition[] = isOfSender ? [{ column: 'USERNAME', patterns: [{ kind: 'equal', value: identity.name }] }] : [];
  return { conditions: [...own, ...conditions], ...(since === undefined ? {} : { since }) };
}

function readCondition(name: string, text: string): TaskCondition {
  const column = taskColumns.find((known) => known === name.toUpperCase());
  if (column === undefined) throw invalid('filters', name, 'names of attributes of tasks');
  if (text === 'NULL') return { column, patterns: [{ kind: 'unset' }] };
  if (text === 'NOT NULL') return { column, patterns: [{ kind: 'unset' }], isNegated: true };
  return { column, patterns: patternSign.test(text) ? text.split('|').map(readPattern) : [{ kind: 'equal', value: text }] };
}

/** One alternative of a pattern, which may stand anywhere in a value where it is not tied to its begin or end. */
function readPattern(alternative: string): ValuePattern {
  const body = alternative.replace(/^\^/, '').replace(/\$$/, '').replaceAll('.*', '*').replaceAll('\\.', '.');
  if (strangeSign.test(body)) throw invalid('filters', alternative, 'of regular expressions only | ^ $ .* \\.');
  return { kind: 'like', text: `${alternative.startsWith('^') ? '' : '*'}${body}${alternative.endsWith('$') ? '' : '*'}` };
}

function parseFilters(text: string | undefined): object {
  if (text === undefined || text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // told below, as another value than an object is
  }
  throw invalid('filters', text, 'a JSON object');
}

function invalid(name: string, found: string, wanted: string): PandaError {
  return new PandaError('PARAMETER_INVALID', `read parameters: "${name}" has "${found.slice(0, 60)}", wanted ${wanted}`);
}
