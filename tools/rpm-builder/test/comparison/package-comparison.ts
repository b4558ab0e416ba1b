import { readFileSync } from 'node:fs';
import { rpmbuildDifferences } from '@bigpanda/rpm-builder';
import { listQueryFields, readPayload, readRpm, sense } from '@bigpanda/rpm-format';

/** Everything in two packages that differs: fields by their names, and the payload. */
export async function comparePackages(ours: string, theirs: string): Promise<readonly string[]> {
  const [left, right] = [readRpm(readFileSync(ours)), readRpm(readFileSync(theirs))];
  const [leftFields, rightFields] = [listQueryFields(left), listQueryFields(right)];
  const names = [...new Set([...leftFields.keys(), ...rightFields.keys()])];
  const different = names.filter((name) => JSON.stringify(leftFields.get(name)) !== JSON.stringify(rightFields.get(name)));
  const isPayloadEqual = JSON.stringify(await listContents(left)) === JSON.stringify(await listContents(right));
  const describe = (name: string) => {
    const [mine, other] = [leftFields.get(name), rightFields.get(name)];
    if (isEndOnly(mine, other)) return `${name} at its end`;
    return isOriginOnly(mine, other) ? `${name} by who wrote it` : name;
  };
  return [...different.map(describe), ...(isPayloadEqual ? [] : ['the payload'])].sort();
}

/** What the table lets differ, as `comparePackages` names it. */
export const expectedDifferences: readonly string[] = Object.entries(rpmbuildDifferences).map(([name, reason]) => {
  if (reason.includes('found in a file')) return `${name} by who wrote it`;
  return reason.includes('newlines at the end') ? `${name} at its end` : name;
});

function isEndOnly(left: readonly (string | number)[] = [], right: readonly (string | number)[] = []): boolean {
  const trim = (values: readonly (string | number)[]) => JSON.stringify(values.map((value) => String(value).replace(/\n+$/, '')));
  return trim(left) === trim(right);
}

/** Flags of dependencies that are the same but for the bits that say that nobody wrote them, by which those of one name are sorted. */
function isOriginOnly(left: readonly (string | number)[] = [], right: readonly (string | number)[] = []): boolean {
  const mask = (values: readonly (string | number)[]) => JSON.stringify(values.map((value) => (typeof value === 'number' ? value & ~(sense.findRequires | sense.findProvides) : value)).sort());
  return mask(left) === mask(right);
}

async function listContents(rpm: ReturnType<typeof readRpm>): Promise<readonly string[]> {
  const entries = await readPayload(rpm, 100_000_000);
  return entries.map(({ name, mode, content }) => `${name} ${mode.toString(8)} ${Buffer.from(content).toString('base64')}`).sort();
}
