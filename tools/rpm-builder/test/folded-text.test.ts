import { describe, expect, it } from 'vitest';
import { planPackages } from '@bigpanda/rpm-builder';
import { sampleDescription, sampleInput } from './fixture.ts';

const sentence = 'Serves jobs to pilots on worker nodes, takes what they tell of them, and keeps all of it for the monitor.';

/** What the main package says of itself. */
function describePackage(description: string): string | undefined {
  const contents = sampleDescription.contents.slice(0, 0);
  const main = { ...sampleDescription, description, contents, subpackages: [], units: [], tmpfiles: [] };
  return planPackages({ ...sampleInput('/absent'), description: main }, new Map())[0]?.description;
}

describe('the description of a package', () => {
  it('is broken between words into lines of at most 79 characters', () => {
    const folded = describePackage(`${sentence} ${sentence}`) ?? '';
    expect(folded.split('\n').map((line) => line.length).every((length) => length <= 79)).toBe(true);
    expect(folded.replaceAll('\n', ' ')).toBe(`${sentence} ${sentence}`);
  });

  it('keeps its own lines and paragraphs', () => {
    expect(describePackage('One.\n\nTwo, of which\nthis is the rest.')).toBe('One.\n\nTwo, of which\nthis is the rest.');
  });

  it('keeps a line that begins with a space, and a word that is longer than a line', () => {
    const [command, address] = [`  ${'x '.repeat(60)}end`, `https://panda.test/${'a'.repeat(90)}`];
    expect(describePackage(`${command}\nSee ${address} for more.`)).toBe(`${command}\nSee\n${address}\nfor more.`);
  });

  it('counts characters and not bytes', () => {
    const line = 'ü'.repeat(79);
    expect(describePackage(line)).toBe(line);
  });
});
