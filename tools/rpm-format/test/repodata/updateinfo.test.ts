import { describe, expect, it } from 'vitest';
import { parseUpdateinfo, renderComps, renderUpdateinfo, type Advisory } from '../../src/index.ts';

const advisory: Advisory = {
  id: 'PANDA-2026:0001', type: 'security', severity: 'Important', status: 'stable', title: 'A <hole>', description: 'One & two\n"three"', from: 'PanDA', issuedSeconds: 1_700_000_000,
  references: [{ type: 'cve', id: 'CVE-2026-1234', href: 'https://cve.example/?a&b', title: 'é' }, { type: 'other', id: '12', href: 'https://issue.example/12', title: '' }],
  packages: [{ name: 'sample', epoch: 1, version: '1.0~2', release: '1.el9', arch: 'noarch', sourceRpm: 'sample-1.0~2-1.el9.src.rpm' }],
};

describe('parseUpdateinfo', () => {
  it('reads back what renderUpdateinfo writes', () => {
    const advisories = [advisory, { ...advisory, id: 'YANK-1', status: 'retracted', type: 'bugfix', severity: 'None', references: [] }] as const;
    expect(parseUpdateinfo(renderUpdateinfo(advisories, 'sample-el9'))).toEqual(advisories);
    expect(parseUpdateinfo(renderUpdateinfo([], 'sample-el9'))).toEqual([]);
  });

  it('reads the dates that others write', () => {
    const parse = (date: string) => parseUpdateinfo(`<updates><update><id>a</id><issued date="${date}"/></update></updates>`)[0]?.issuedSeconds;
    expect([parse('1700000000'), parse('2023-11-14'), parse('2023-11-14 22:13:20'), parse('some day')]).toEqual([1_700_000_000, 1_699_920_000, 1_700_000_000, 0]);
  });

  it.each([['another document', '<metadata/>'], ['an advisory without an id', '<updates><update/></updates>'], ['an epoch that is none', '<updates><update><id>a</id><pkglist><collection><package epoch="x"/></collection></pkglist></update></updates>']])('refuses %s', (_what, xml) => {
    expect(() => parseUpdateinfo(xml)).toThrow(expect.objectContaining({ code: 'REPODATA_INVALID' }));
  });
});

describe('renderComps', () => {
  it('escapes what it is given', () => {
    expect(renderComps([{ id: 'a', name: 'A & B', description: '<>', packages: [{ name: 'c', type: 'optional' }] }])).toContain('<name>A &amp; B</name>\n    <description>&lt;&gt;</description>');
  });
});
