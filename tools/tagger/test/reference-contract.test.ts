import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeReferenceRepository, planReference } from './campaign/reference-history.ts';

const recorded = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/semantic-release.json'), 'utf8')) as Readonly<Record<string, string>>;

describe('planRelease beside semantic-release', () => {
  it.each(Object.entries(recorded).slice(0, 24))('repository %s is %s by both', async (seed, theirs) => {
    using repository = await makeReferenceRepository(Number(seed));
    expect(await planReference(repository)).toBe(theirs);
  });
});
