import { describe, expect, it } from 'vitest';
import { findMetadataProblems, renderFilelists, renderOther, renderPrimary } from '../../src/index.ts';
import { sampleMetadata } from './sample-metadata.ts';

describe('findMetadataProblems', () => {
  it('finds nothing in a good package', () => {
    expect(findMetadataProblems(sampleMetadata({ description: 'tab\tline\nreturn\r' }))).toEqual([]);
  });

  it('names every place with a character that XML cannot hold', () => {
    const problems = findMetadataProblems(sampleMetadata({
      summary: 'bell \u0007',
      requires: [{ name: 'a\u001b' }],
      files: [{ path: '/usr/\ufffe', type: 'file' }],
      changelog: [{ timeSeconds: 1, author: 'me', text: 'half \ud800' }],
    }));
    expect(problems).toEqual([
      'summary "bell \\u0007" holds the control character U+0007',
      'requires "a\\u001b" holds the control character U+001B',
      'file "/usr/\ufffe" holds the control character U+FFFE',
      'changelog "half \\ud800" holds the control character U+D800',
    ]);
  });

  it('names a version whose epoch is not a number', () => {
    const metadata = sampleMetadata({ requires: [{ name: 'a', operator: '>=', evr: 'x:1-2' }, { name: 'b', operator: '=', evr: '1:2-3' }] });
    expect(findMetadataProblems(metadata)).toEqual(['requires "a" has the version "x:1-2", whose epoch is not a number']);
  });
});

describe.each([renderPrimary, renderFilelists, renderOther])('%o', (render) => {
  it('refuses a package with a control character', () => {
    const packages = [{ href: 'a.rpm', metadata: sampleMetadata({ vendor: 'v\u0000' }) }];
    expect(() => render(packages)).toThrow(expect.objectContaining({ code: 'REPODATA_UNWRITABLE', message: expect.stringContaining('U+0000') }));
  });
});
