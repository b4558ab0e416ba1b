import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { repositoryConfigSchema } from '@bigpanda/release-model/repository-config';
import { keepConfiguration, recallConfiguration } from '../src/checked-configuration.ts';

const version = vi.hoisted(() => ({ current: '1.2.3' }));
vi.mock('../src/attestation/tool-version.ts', () => ({ readToolVersion: () => version.current }));

const text = readFileSync(join(import.meta.dirname, '../../..', 'repo-config/repository.json'), 'utf8');
const config = repositoryConfigSchema.parse(JSON.parse(text));

function cacheFile(): string {
  version.current = '1.2.3';
  const folder = mkdtempSync(join(tmpdir(), 'checked-'));
  onTestFinished(() => { rmSync(folder, { recursive: true }); });
  return join(folder, 'checked/configuration.json');
}

describe('a configuration that was checked', () => {
  it('is the same when it is recalled, with everything that holds by default', () => {
    const file = cacheFile();
    expect(recallConfiguration(file, text)).toBeUndefined();
    keepConfiguration(file, text, config);
    expect(recallConfiguration(file, text)).toEqual(config);
    expect(readdirSync(join(file, '..'))).toEqual(['configuration.json']);
  });

  it('is checked anew when its text, or the program, is another', () => {
    const file = cacheFile();
    keepConfiguration(file, text, config);
    expect(recallConfiguration(file, `${text}\n`)).toBeUndefined();
    version.current = '1.2.4';
    expect(recallConfiguration(file, text)).toBeUndefined();
  });

  it('is not kept by a program that runs from its sources', () => {
    const file = cacheFile();
    keepConfiguration(file, text, config);
    version.current = '0.0.0';
    expect(recallConfiguration(file, text)).toBeUndefined();
    rmSync(file);
    keepConfiguration(file, text, config);
    expect(recallConfiguration(file, text)).toBeUndefined();
    expect(readdirSync(join(file, '..'))).toEqual([]);
  });

  it('is checked anew where what was kept is damaged, or nothing could be kept', () => {
    const file = cacheFile();
    keepConfiguration(file, text, config);
    for (const damaged of ['', '{', 'null', '[]', readFileSync(file, 'utf8').slice(0, -9)]) {
      writeFileSync(file, damaged);
      expect(recallConfiguration(file, text)).toBeUndefined();
    }
    const nowhere = join(file, 'below-a-file/configuration.json');
    keepConfiguration(nowhere, text, config);
    expect(recallConfiguration(nowhere, text)).toBeUndefined();
  });
});
