import { readFileSync } from 'node:fs';
import { rpmbuildDifferences } from '@bigpanda/rpm-builder';
import { listQueryFields, readPayload, readRpm } from '@bigpanda/rpm-format';

/** Everything in two packages that differs: fields by their names, and the payload. */
export async function comparePackages(ours: string, theirs: string): Promise<readonly string[]> {
  const [left, right] = [readRpm(readFileSync(ours)), readRpm(readFileSync(theirs))];
  const [leftFields, rightFields] = [listQueryFields(left), listQueryFields(right)];
  const names = [...new Set([...leftFields.keys(), ...rightFields.keys()])];
  const different = names.filter((name) => JSON.stringify(leftFields.get(name)) !== JSON.stringify(rightFields.get(name)));
  const isPayloadEqual = JSON.stringify(await listContents(left)) === JSON.stringify(await listContents(right));
  return [...different.map((name) => (isEndOnly(leftFields.get(name), rightFields.get(name)) ? `${name} at its end` : name)), ...(isPayloadEqual ? [] : ['the payload'])].sort();
}

/** What the table lets differ, as `comparePackages` names it. */
export const expectedDifferences: readonly string[] = Object.entries(rpmbuildDifferences).map(([name, reason]) => (reason.includes('newlines at the end') ? `${name} at its end` : name));

function isEndOnly(left: readonly (string | number)[] = [], right: readonly (string | number)[] = []): boolean {
  const trim = (values: readonly (string | number)[]) => JSON.stringify(values.map((value) => String(value).replace(/\n+$/, '')));
  return trim(left) === trim(right);
}

async function listContents(rpm: ReturnType<typeof readRpm>): Promise<readonly string[]> {
  const entries = await readPayload(rpm, 100_000_000);
  return entries.map(({ name, mode, content }) => `${name} ${mode.toString(8)} ${Buffer.from(content).toString('base64')}`).sort();
}
