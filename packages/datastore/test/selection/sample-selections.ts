import type { JobAttribute, JobAttributes, JobCondition, JobSelection, SpecValue, ValuePattern } from '@bigpanda/model';

/** Texts that a statement, a pattern or a comparison could take for something else than themselves. */
export const hostileTexts = [
  "' or 1=1 --", '" or ""="', "'; drop table jobsactive4; --", '\\', "\\'", '%', '_', '!', '!%', '[', '[a-z]', '?', 'a%b', 'a_b', 'a?b', 'a!b', 'abc', 'ABC', 'Abc', 'abc ', ' abc', 'a', 'A', '0', '00', '1', '1.0', '1e1',
  '0x1', 'NULL', 'null', '', ' ', 'é', 'e\u0301', 'É', 'ß', 'ss', '😀', '\u202Egnp', '<script>', '\n', 'a\nb', '2014-03-07', '2014-03-07 12:00:00', '2014-03-07 12:00:0', '/* */', '?1', ':a', '@a', '$1', '{}', '`', '%00', '\u2028',
] as const;

/** MariaDB's indexes do not find texts with characters below the space behind the beginning that a pattern wants, such as `a\nb` for `a*`. */
const indexedTexts = hostileTexts.filter((text) => !/[^ -\u{10ffff}]/u.test(text));

const texts: readonly JobAttribute[] = ['computingSite', 'prodUserName', 'transExitCode', 'jobName', 'jobParameters'];
const numbers: readonly JobAttribute[] = ['jediTaskID', 'currentPriority', 'coreCount', 'cpuConversion', 'PandaID'];
const times: readonly JobAttribute[] = ['modificationTime', 'startTime'];
const numberValues: readonly SpecValue[] = [0, 1, 7, -3, 0.5, 1.5, 12, 123, '1', '7', '0.5', '-3', '1.0', '07', '1e1', '0x1', 'one', '', ' 1', '9'.repeat(30), Number.NaN, 1e300];
const timeValues: readonly SpecValue[] = ['2014-03-07 12:00:00', '2014-03-07 12:00:01', '2014-03-08 00:00:00', '2014-03-07', '2014', '0', 2014, 'now', ''];

/** Jobs with hostile texts, numbers, and what is unset, without PandaID, state and times of changes. */
export function sampleJobs(random: () => number, count: number): JobAttributes[] {
  return Array.from({ length: count }, () => ({
    ...maybe(random, 'computingSite', pick(random, indexedTexts)), ...maybe(random, 'prodUserName', pick(random, indexedTexts)), ...maybe(random, 'transExitCode', pick(random, ['0', '1', '10', '01', ''])),
    ...maybe(random, 'jobName', pick(random, hostileTexts).repeat(3)), ...maybe(random, 'jobParameters', `-x ${pick(random, hostileTexts)}`),
    ...maybe(random, 'jediTaskID', pick(random, [1, 7, 12, 123, 4_000_000_000])), currentPriority: pick(random, [0, -3, 7]), ...maybe(random, 'coreCount', pick(random, [0, 1, 8])),
    ...maybe(random, 'cpuConversion', pick(random, [0.5, 1, 1.25])), ...maybe(random, 'startTime', pick(random, ['2014-03-07 12:00:00', '2014-03-08 00:00:00'])),
  }));
}

/** A selection of up to three conditions. */
export function sampleSelection(random: () => number): JobSelection {
  const window = pick(random, [{}, {}, {}, { since: '2014-03-07 12:00:02' }, { until: '2014-03-07 12:00:03' }, { since: '2014-03-07 12:00:01', until: '2014-03-07 12:00:04' }, { since: '2014' }, { until: "' or 1=1 --" }]);
  return { conditions: Array.from({ length: Math.floor(random() * 3) + (random() < 0.1 ? 0 : 1) }, () => sampleCondition(random)), ...window };
}

function sampleCondition(random: () => number): JobCondition {
  const [attributes, values] = pick(random, [[texts, hostileTexts], [texts, hostileTexts], [numbers, numberValues], [times, timeValues]] as const);
  const attribute = pick<JobAttribute>(random, attributes);
  const patterns = Array.from({ length: 1 + Math.floor(random() * 3) }, () => samplePattern(random, values));
  return { attribute, patterns, ...(random() < 0.3 ? { isNegated: true } : {}) };
}

function samplePattern(random: () => number, values: readonly SpecValue[]): ValuePattern {
  const value = pick(random, values);
  const kind = random();
  if (kind < 0.4) return { kind: 'equal', value };
  if (kind < 0.7) return { kind: 'like', text: pick(random, [`${value}*`, `*${value}`, `*${value}*`, '*', `${String(value).slice(0, 1)}*${String(value).slice(-1)}`, `-x ${value}`, '**', '', `*${value}${value}*`]) };
  if (kind < 0.8) return { kind: 'unset' };
  return { kind: 'range', ...(random() < 0.7 ? { from: value } : {}), ...(random() < 0.7 ? { to: pick(random, values) } : {}) };
}

function maybe(random: () => number, name: JobAttribute, value: SpecValue): JobAttributes {
  return random() < 0.2 ? {} : { [name]: value };
}

function pick<Item>(random: () => number, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('pick: there is nothing to pick from');
  return item;
}
