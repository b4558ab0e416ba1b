import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderJsonSchemas } from '@bigpanda/release-model';

describe('renderJsonSchemas', () => {
  it.each([...renderJsonSchemas()])('%s is what the sources say (npm run generate writes it)', (file, text) => {
    expect(readFileSync(join(import.meta.dirname, '../../..', file), 'utf8')).toBe(text);
  });
});
