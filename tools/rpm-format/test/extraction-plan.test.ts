import { describe, expect, it } from 'vitest';
import { fileFlag, listFiles, planExtraction, readRpm, type PackagedFile } from '@bigpanda/rpm-format';
import { writeBytes } from './fixture.ts';

function makeFile(path: string, part: Partial<PackagedFile> = {}): PackagedFile {
  return {
    path, sizeBytes: 1, mode: 0o100644, mtimeSeconds: 0, digest: '', linkTarget: '', flags: 0, verifyFlags: 0,
    user: 'root', group: 'root', language: '', capabilities: '', device: 1, inode: 0, specialDevice: 0, ...part,
  };
}

function makeLink(path: string, linkTarget: string): PackagedFile {
  return makeFile(path, { mode: 0o120777, linkTarget });
}

function makeDir(path: string): PackagedFile {
  return makeFile(path, { mode: 0o040755 });
}

/** Reasons by path, and paths of what is made. */
function judge(files: readonly PackagedFile[], rebaseLinks = false) {
  const { steps, refusals } = planExtraction(files, { rebaseLinks });
  return { made: steps.map(({ path }) => path), refused: refusals.map(({ path, reason }) => `${path}: ${reason}`) };
}

describe('planExtraction', () => {
  it('makes folders first and symlinks last, and leaves out ghosts', async () => {
    const { steps, refusals } = planExtraction(listFiles(readRpm(await writeBytes()).header));
    expect(refusals).toEqual([]);
    expect(steps.map(({ type, path }) => `${type} ${path}`)).toEqual([
      'dir usr/lib/sample', 'file etc/sample.conf', 'file usr/bin/sample', 'file usr/lib/sample/empty', 'file usr/lib/sample/text',
      'file usr/share/doc/sample/README', 'file usr/share/licenses/sample/LICENSE', 'symlink usr/bin/sample-too',
    ]);
  });

  it.each(['/../etc/passwd', '/a/../../b', '../b', '/a/./b', '/a//b', '/..', '/', '', '.', '/a\0b', './../b'])('refuses the path %j', (path) => {
    expect(judge([makeFile(path)])).toMatchObject({ made: [], refused: [expect.stringContaining('not a plain one')] });
  });

  it('refuses a path that stands twice, in either form', () => {
    expect(judge([makeFile('/a'), makeFile('./a'), makeDir('a')])).toEqual({ made: ['a'], refused: ['./a: its path stands twice', 'a: its path stands twice'] });
  });

  it.each(['/etc', '../..', '../../etc', 'b/../../../c', '..', ''])('refuses a link from /x/link to %j when that is outside', (target) => {
    const isInside = target === '..';
    expect(judge([makeLink('/x/link', target)]).made).toEqual(isInside ? ['x/link'] : []);
  });

  it('keeps links that stay inside, and rebases absolute ones when asked to', () => {
    const links = [makeLink('/a/b/link', '../../etc/x'), makeLink('/a/link', 'b'), makeLink('/a/abs', '/usr/lib/../bin/x'), makeLink('/up', '/../../etc')];
    expect(judge(links).made).toEqual(['a/b/link', 'a/link']);
    const { steps, refusals } = planExtraction(links, { rebaseLinks: true });
    expect(refusals).toEqual([]);
    expect(steps.map((step) => (step.type === 'symlink' ? step.target : ''))).toEqual(['../usr/bin/x', '../../etc/x', 'b', 'etc']);
  });

  it('leaves no ".." behind a name, which could be a link to elsewhere', () => {
    const { steps } = planExtraction([makeLink('/a/b/up', '../..'), makeLink('/out', 'a/b/up/../x')]);
    expect(steps.map((step) => (step.type === 'symlink' ? step.target : ''))).toEqual(['../..', 'a/b/x']);
  });

  it('refuses what lies below a symlink or a file, wherever that stands', () => {
    const { made, refused } = judge([makeFile('/a/b/c'), makeLink('/a', 'elsewhere'), makeFile('/f'), makeDir('/f/d')]);
    expect(made).toEqual(['f', 'a']);
    expect(refused).toEqual(['/a/b/c: it lies below "/a", which is no folder', '/f/d: it lies below "/f", which is no folder']);
  });

  it('makes the other names of a file after the one that has its content, which is the last', () => {
    const files = ['/a', '/b', '/c'].map((path) => makeFile(path, { inode: 5, mode: 0o104755 }));
    const { steps } = planExtraction(files);
    expect(steps).toEqual([
      { type: 'file', path: 'c', mode: 0o755, mtimeSeconds: 0, payloadName: '/c', sizeBytes: 1 },
      { type: 'hardlink', path: 'a', mode: 0o755, mtimeSeconds: 0, contentPath: 'c' },
      { type: 'hardlink', path: 'b', mode: 0o755, mtimeSeconds: 0, contentPath: 'c' },
    ]);
    expect(judge([makeFile('/a', { inode: 5 }), makeFile('/../b', { inode: 5 })]).made).toEqual([]);
  });

  it('refuses devices, sockets and pipes', () => {
    for (const mode of [0o020600, 0o060600, 0o010600, 0o140600]) expect(judge([makeFile('/dev/x', { mode })]).made).toEqual([]);
    expect(judge([makeFile('/ghost', { flags: fileFlag.ghost })])).toEqual({ made: [], refused: [] });
  });
});
