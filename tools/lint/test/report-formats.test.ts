import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse } from 'junit2json';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../src/finding.ts';
import { findReporter, reporterNames } from '../src/reporter-list.ts';
import { makeFolder } from './sample-workspace.ts';

const require = createRequire(import.meta.url);

const findings: readonly Finding[] = [
  {
    rule: 'bigpanda/rpm-path', severity: 'error', message: 'install "/usr/local/a": 100 % <wrong> & \u0001 more', hint: 'Choose another place,\nplease.', file: 'packages/a b/ä:ö/rpm.json',
    range: { line: 3, column: 5, endLine: 4, endColumn: 7 }, fix: { startOffset: 10, endOffset: 12, text: 'x' }, documentation: 'docs/lint.md#rpm-path', sourceLine: '    "x"', fingerprint: '0123456789abcdef',
  },
  { rule: 'ruff/E501', severity: 'warning', message: 'Line too long', file: 'a.py', range: { line: 1, column: 121, endLine: 1, endColumn: 130 }, documentation: 'https://docs.astral.sh/ruff/rules/', fingerprint: '1123456789abcdef' },
  { rule: 'bigpanda/python2-unjudged', severity: 'note', message: 'judge Python 2: 3 sources', file: 'c:d.py', fingerprint: '2123456789abcdef' },
];

/** What GitLab reads of a report (GitLab documentation, "Code Quality report format"; Code Climate, analyzers/SPEC.md). */
const codeQualitySchema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    additionalProperties: false,
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        additionalProperties: false,
        properties: {
          path: { type: 'string', pattern: '^(?!\\./|/)' },
          lines: { type: 'object', required: ['begin'], additionalProperties: false, properties: { begin: { type: 'integer', minimum: 1 }, end: { type: 'integer', minimum: 1 } } },
        },
      },
    },
  },
};

describe('renderSarif', () => {
  it.each([['findings', findings], ['nothing', []]])('is valid by the schema of Microsoft\'s SARIF multitool, with %s', (_what, given) => {
    expect(findErrors(compileSarifSchema(), JSON.parse(render('sarif', given)))).toEqual([]);
  });

  it('is judged by a schema that refuses what is wrong', () => {
    const report = render('sarif', findings).replace('"level":"error"', '"level":"fatal"').replace('"level": "error"', '"level": "fatal"');
    expect(findErrors(compileSarifSchema(), JSON.parse(report))).not.toEqual([]);
  });

  it('is accepted by the SARIF multitool itself, whatever part of a line or of several a finding is about', () => {
    const place = (column: number, endLine: number, endColumn: number): Finding => ({ rule: 'x/y', severity: 'warning', message: 'read the line: it is wrong', file: 'a b.py', range: { line: 1, column, endLine, endColumn }, sourceLine: 'A = 1', fingerprint: `${column}${endLine}${endColumn}` });
    const cut = { ...place(901, 1, 903), sourceLine: 'a'.repeat(400), sourceColumn: 801 };
    const given = [...findings, place(1, 1, 6), place(1, 1, 5), place(5, 1, 6), place(6, 1, 7), place(1, 2, 3), cut, { ...place(2, 1, 3), hidesLine: true as const, sourceLine: '(not shown)' }];
    const file = join(makeFolder({ 'lint.sarif': render('sarif', given) }), 'lint.sarif');
    const tool = join(dirname(require.resolve(`@microsoft/sarif-multitool-${process.platform}/package.json`)), 'Sarif.Multitool');
    // npm runs no script of the package, which would do this.
    chmodSync(tool, 0o755);
    const said = execFileSync(tool, ['validate', file], { encoding: 'utf8', env: { DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' } });
    expect(said).toContain('1 files scanned');
    expect(said).not.toMatch(/: error /u);
  });

  it('has the place, the fingerprint, the fix and an encoded path', () => {
    const { runs: [run] } = JSON.parse(render('sarif', findings)) as { runs: { results: object[] }[] };
    expect(run?.results[0]).toMatchObject({
      ruleId: 'bigpanda/rpm-path',
      level: 'error',
      partialFingerprints: { 'bigpandaLint/v1': '0123456789abcdef' },
      locations: [{ physicalLocation: { artifactLocation: { uri: 'packages/a%20b/%C3%A4%3A%C3%B6/rpm.json' }, region: { startLine: 3, startColumn: 5, endLine: 4, endColumn: 7 } } }],
      fixes: [{ artifactChanges: [{ replacements: [{ deletedRegion: { charOffset: 10, charLength: 2 }, insertedContent: { text: 'x' } }] }] }],
    });
  });
});

describe('renderCodeQuality', () => {
  it.each([['findings', findings], ['nothing', []]])('is valid by the schema, with %s', (_what, given) => {
    const report: unknown = JSON.parse(render('code-quality', given));
    expect(findErrors(new Ajv2020().compile(codeQualitySchema), report)).toEqual([]);
    expect(report).toHaveLength(given.length);
  });
});

describe('renderJunit', () => {
  it('is read by junit2json: a suite for each file, errors as failures', async () => {
    const report = await parse(render('junit', findings));
    expect(report).toMatchObject({ tests: 3, failures: 1, errors: 0 });
    const suites = report != null && 'testsuite' in report ? report.testsuite ?? [] : [];
    expect(suites.map(({ name, tests, failures }) => [name, tests, failures])).toEqual([['packages/a b/ä:ö/rpm.json', 1, 1], ['a.py', 1, 0], ['c:d.py', 1, 0]]);
    expect(suites[0]?.testcase?.[0]).toMatchObject({
      classname: 'packages/a b/ä:ö/rpm.json',
      name: 'bigpanda/rpm-path (3:5)',
      failure: [{ type: 'bigpanda/rpm-path', message: 'install "/usr/local/a": 100 % <wrong> & \uFFFD more' }],
    });
  });

  it('has a test that passed where nothing was found', async () => {
    expect(await parse(render('junit', []))).toMatchObject({ tests: 1, failures: 0 });
  });
});

describe('renderGithub', () => {
  it('writes one command a finding, escaped', () => {
    expect(render('github', findings).split('\n')).toEqual([
      '::error file=packages/a b/ä%3Aö/rpm.json,line=3,endLine=4,col=5,endColumn=7,title=bigpanda/rpm-path::install "/usr/local/a": 100 %25 <wrong> & \u0001 more%0AChoose another place,%0Aplease.',
      '::warning file=a.py,line=1,endLine=1,col=121,endColumn=130,title=ruff/E501::Line too long',
      '::notice file=c%3Ad.py,title=bigpanda/python2-unjudged::judge Python 2: 3 sources',
    ]);
  });
});

describe('findReporter', () => {
  it('knows every reporter by its name, and no other', () => {
    expect(reporterNames).toEqual(['code-quality', 'github', 'json', 'junit', 'sarif', 'terminal']);
    expect(findReporter('constructor')).toBeUndefined();
  });
});

function render(name: string, given: readonly Finding[]): string {
  return findReporter(name)?.(given) ?? '';
}

function compileSarifSchema(): ValidateFunction {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  const file = require.resolve(`@microsoft/sarif-multitool-${process.platform}/sarif-2.1.0.json`);
  return ajv.compile(JSON.parse(readFileSync(file, 'utf8')));
}

function findErrors(validate: ValidateFunction, report: unknown): unknown[] {
  return validate(report) ? [] : [...validate.errors ?? []];
}
