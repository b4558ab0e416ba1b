import { describe, expect, it } from 'vitest';
import { adoptHistory, createReleaseTagReader, formatIntent, parseIntent, resolveVersionRules } from '@bigpanda/tagger';

describe('adoptHistory', () => {
  it('learns shapes for the only component there is, and says what it could not place', () => {
    const names = ['panda-server'];
    const tags = ['panda-server-0.1.0', '1.0.2', '1.0.10', 'v1.1.7', 'release_1_2', 'v0.4.9.1', 'pre-oidc', 'panda-server-mysql-0.1.0'];
    const { read } = createReleaseTagReader(names, resolveVersionRules());
    const { known, learned, unplaced } = adoptHistory({ names, tags, isKnown: (tag) => read(tag).length > 0 });
    expect(known).toEqual(['panda-server-0.1.0']);
    expect(learned.map(({ format, highest, tags: { length } }) => [format, highest, length])).toEqual([['${version}', '1.0.10', 2], ['release_${version}', '1.2.0', 1], ['v${version}', '1.1.7', 1]]);
    expect(unplaced.map(({ tag }) => tag)).toEqual(['v0.4.9.1', 'pre-oidc', 'panda-server-mysql-0.1.0']);
  });

  it('places a tag by the name in it where there are several components, and bare ones nowhere', () => {
    const names = ['a', 'a-b'];
    const { learned, ambiguous, unplaced } = adoptHistory({ names, tags: ['a-v1.0', 'a-b/1.0.0', '1.0.0'], isKnown: () => false });
    expect(learned.map(({ component, format }) => [component, format])).toEqual([['a-b', 'a-b/${version}'], ['a', 'a-v${version}']]);
    expect(ambiguous).toEqual([{ format: '${version}', components: names, tags: ['1.0.0'], highest: '1.0.0' }]);
    expect(unplaced).toEqual([]);
    const { read } = createReleaseTagReader(names, resolveVersionRules({ adopted: learned.map(({ component, format }) => ({ component, format })) }));
    expect(read('a-v1.0')).toMatchObject([{ name: 'a', version: '1.0.0', releaseTag: 'a-v1.0' }]);
    expect(read('a-b-1.0.0')).toMatchObject([{ name: 'a-b', version: '1.0.0', releaseTag: 'a-b-1.0.0' }]);
  });
});

describe('parseIntent', () => {
  it('reads what formatIntent writes', () => {
    const text = formatIntent(new Map([['b', 'minor' as const], ['a', 'none' as const]]), 'Two things.\n\nMore.');
    expect(parseIntent(text, 'x.md')).toEqual({ file: 'x.md', levels: new Map([['a', { level: 'none', line: 2 }], ['b', { level: 'minor', line: 3 }]]), text: 'Two things.\n\nMore.' });
  });

  it('lists every line that it does not understand', () => {
    expect(() => parseIntent('---\na: huge\n??\n---\n', 'x.md')).toThrow(expect.objectContaining({ code: 'INTENT_INVALID', problems: [expect.objectContaining({ path: 'x.md: line 2' }), expect.objectContaining({ path: 'x.md: line 3' })] }) as Error);
    expect(() => parseIntent('no front matter', 'x.md')).toThrow(expect.objectContaining({ exitStatus: 2 }) as Error);
  });
});
