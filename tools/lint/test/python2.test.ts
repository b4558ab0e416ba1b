import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../src/finding.ts';
import { lintWorkspace } from '../src/lint-workspace.ts';
import { looksLikePython2 } from '../src/python/dialect.ts';
import { makeFolder } from './sample-workspace.ts';

const files = {
  'repo-config/lint.json': '{"python2": ["old/**"]}',
  'old/good.py': 'print "x"\n',
  'old/bad.py': 'if\n',
  'new.py': 'print("x")\n',
  'script': '#!/usr/bin/env python2.7\nprint "x"\n',
};
const path = process.env['PATH'] ?? '';

describe('checker python2', () => {
  it('says once that nothing was judged where no python2 runs, and invents no errors', async () => {
    const root = makeFolder(files);
    expect((await lintWorkspace({ root, programPath: '' })).map(describeFinding)).toEqual([
      'old/bad.py note judge Python 2: 3 sources are declared by repo-config/lint.json or their first line; no program "python2" runs here, so they were not judged at all',
    ]);
  });

  it('does not take a program that cannot run for a python2', async () => {
    const bin = makeFolder({ python2: '#!/bin/sh\nexit 127\n' });
    chmodSync(join(bin, 'python2'), 0o755);
    const [finding] = await lintWorkspace({ root: makeFolder(files), programPath: [bin, path.split(delimiter).filter((folder) => folder === '/bin')].join(delimiter) });
    expect(finding?.message).toMatch(/no program "python2" runs here/u);
  });

  it('tells what a python2 says of their syntax, and that nothing else was judged', async () => {
    // Stands in for the compiler of Python 2, which is not in every distribution: it reads paths and answers as that does.
    const bin = makeFolder({ python2: '#!/bin/sh\ncase $2 in\n*version_info*) printf 2 ;;\n*) while read -r file || [ -n "$file" ]; do case $file in *bad*) printf \'%s\\t1\\t3\\tinvalid syntax\\n\' "$file" ;; esac; done ;;\nesac\n' });
    chmodSync(join(bin, 'python2'), 0o755);
    expect((await lintWorkspace({ root: makeFolder(files), programPath: [bin, path].join(delimiter) })).map(describeFinding)).toEqual([
      'old/bad.py note judge Python 2: 3 sources are declared by repo-config/lint.json or their first line; their syntax was judged by python2, and nothing else',
      'old/bad.py error compile Python 2: invalid syntax',
    ]);
  });

  it('tells sources that are in Python 2 and do not say so once each, instead of judging them as Python 3', async () => {
    const root = makeFolder({ 'a.py': 'import os\ntry:\n    print "x"\nexcept ValueError, e:\n    raise KeyError, e\n' });
    expect((await lintWorkspace({ root })).map(({ rule, range }) => [rule, range?.line])).toEqual([['bigpanda/python2-undeclared', 3]]);
  });

  it.each([
    ['except ValueError, e:', 'try:\n    a = 1\nexcept ValueError, e:\n    log(e)\n', 3],
    ['print >>f', 'import os\nprint >>f, "x"\n', 2],
  ])('takes a file for Python 2 by %s, which Python 3 reads as something else', async (_what, text, line) => {
    const root = makeFolder({ 'a.py': text });
    expect((await lintWorkspace({ root })).map(({ rule, range }) => [rule, range?.line])).toEqual([['bigpanda/python2-undeclared', line]]);
  });

  it('warns of names that only Python 2 has, and fails where the file has something of Python 3', async () => {
    const root = makeFolder({ 'old.py': 'A = isinstance(1, basestring)\nB = name\n', 'new.py': 'A = f"{unicode(1)}"\n' });
    expect((await lintWorkspace({ root })).map(({ file, rule, severity }) => [file, severity, rule])).toEqual([
      ['new.py', 'error', 'ruff/F821'], ['old.py', 'warning', 'bigpanda/python2-name'], ['old.py', 'error', 'ruff/F821'],
    ]);
  });
});

describe('looksLikePython2', () => {
  it.each(['print "x"', '  print x, y', 'print >>f, x', 'except ValueError, e:', 'except (A, B), e:', 'raise KeyError, "x"', 'exec "x"', 'if a <> b:', 'x = `y`', 'os.chmod(f, 0755)', 'x = 10L', 'x = ur"a"', 'def f(a, (b, c)):', 'import saga.async as async'])('sees it in %j', (line) => {
    expect(looksLikePython2(line)).toBe(true);
  });

  it.each(['print("x")', 'print(x, y)', 'except ValueError as e:', 'except (A, B):', 'raise KeyError("x")', 'exec("x")', 'x = 0o755', 'x = 0', 'x = 0.07', 'x = 10', 'printer = 1', 'print = 2', 'async def f():'])('does not see it in %j', (line) => {
    expect(looksLikePython2(line)).toBe(false);
  });
});

function describeFinding({ file, severity, message }: Finding): string {
  return `${file} ${severity} ${message}`;
}
