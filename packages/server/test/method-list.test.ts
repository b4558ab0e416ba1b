import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { functionTable } from '../src/index.ts';

interface MethodLists {
  readonly legacy2015: readonly string[];
  readonly legacy2025: readonly string[];
  /** Role by path. */
  readonly apiV1: Readonly<Record<string, string>>;
}

const lists = JSON.parse(readFileSync(new URL('fixtures/panda-methods.json', import.meta.url), 'utf8')) as MethodLists;
const served = new Set(functionTable.flatMap(({ legacyName, apiPath }) => [legacyName, apiPath]));

/** Methods that docs/server.md lists with the reason why they are not served. */
function readNotServed(): Map<string, string> {
  const text = readFileSync(new URL('../../../docs/server.md', import.meta.url), 'utf8').split('## Not served')[1] ?? '';
  const rows = [...text.matchAll(/^\| (`.*`) \| (.*) \|$/gm)];
  return new Map(rows.flatMap(([, names = '', why = '']) => [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => [name, why])));
}

/** Where api/v1 of PanDA asks for another role than ours, and why. Its check of production says "production or pilot role required" and means both. */
const roleDifferences: Readonly<Record<string, string>> = Object.fromEntries([
  ...['event/get_available_event_range_count', 'event/acquire_event_ranges', 'event/update_single_event_range', 'event/update_event_ranges'].map((path) => [path, 'pilots call it']),
  ...['harvester/acquire_commands', 'harvester/acknowledge_commands'].map((path) => [path, 'harvesters with the pilot role call it']),
  ...['pilot/update_job', 'pilot/update_jobs_bulk', 'pilot/update_worker_status', 'pilot/update_worker_node', 'pilot/update_worker_node_gpu'].map((path) => [path, 'pilots call it']),
  ['pilot/acquire_jobs', 'the role is asked for inside, as in the legacy API'],
]);

describe('functionTable', () => {
  it('serves every method of PanDA\'s own server, or docs/server.md tells why not', () => {
    const all = new Set([...lists.legacy2015, ...lists.legacy2025, ...Object.keys(lists.apiV1)]);
    expect([...readNotServed().keys()].sort()).toEqual([...all].filter((name) => !served.has(name)).sort());
    expect([...readNotServed().values()].filter((why) => why.length < 20)).toEqual([]);
    expect([...served].filter((name) => name !== undefined && !all.has(name))).toEqual([]);
  });

  it('asks for the roles that api/v1 asks for, but for what pilots call', () => {
    const differing = functionTable.filter(({ apiPath = '', apiAccess }) => apiPath !== '' && lists.apiV1[apiPath] !== apiAccess);
    expect(differing.map(({ apiPath }) => apiPath).sort()).toEqual(Object.keys(roleDifferences).sort());
    expect(new Set(differing.map(({ apiAccess }) => apiAccess))).toEqual(new Set(['pilot']));
  });
});
