import type { RuleDescription } from '../checker.ts';
import { checkFiles, type JudgeFile } from '../file-checker.ts';
import type { FindingDraft } from '../finding.ts';
import { documentationOf } from '../rules/documentation.ts';

const presetId = '@secretlint/secretlint-rule-preset-recommend';
const keyBlock = /-{5}BEGIN (?:(?:RSA|DSA|EC|OPENSSH|ENCRYPTED) )?PRIVATE KEY-{5}|-{5}BEGIN PGP PRIVATE KEY BLOCK-{5}/gu;
/** A password that is written out after its name. What refers to another place ($NAME, {{ name }}, <name>) is none. */
const writtenPassword = /(?:^|[\s"'{,_.-])(?:password|passwd|passphrase|secret[_-]?key|api[_-]?key|access[_-]?token)["']?\s*[:=]\s*["'](?![<${%*])([^"'\s]{8,})["']/giu;
/** What stands where a password will stand. */
const placeholder = /^(?:(?:x+|\*+|\.+)$|.*(?:change[-_]?me|example|placeholder|your[-_]|dummy|test|password|secret|none|null|undefined))/iu;

const ownRules: readonly RuleDescription[] = [
  { rule: 'bigpanda/private-key', severity: 'error', summary: 'No private key of SSH, TLS or OpenPGP stands in a file' },
  { rule: 'bigpanda/written-password', severity: 'warning', summary: 'No password, key or token is written out after its name' },
];

/** Secrets in any text: tokens by secretlint's recommended rules, private keys and passwords by rules of ours. What it shows is masked. */
export const checker = checkFiles({ name: 'secrets', title: 'Secrets', listRules, open });

async function open(): Promise<JudgeFile> {
  const [{ lintSource }, { creator }] = await Promise.all([import('@secretlint/core'), import('@secretlint/secretlint-rule-preset-recommend')]);
  const config = { rules: [{ id: presetId, rule: creator, options: {} }] };
  return async ({ path, text }) => {
    const result = await lintSource({ source: { content: text, filePath: path, ext: '', contentType: 'text' }, options: { config, maskSecrets: true } });
    const drafts = result.messages.map(({ ruleId, message, loc, docsUrl }): FindingDraft => ({
      rule: `secretlint/${ruleId.replace('@secretlint/secretlint-rule-', '')}`,
      severity: 'error',
      message: message.split('\n')[0] ?? '',
      hint: 'Withdraw the secret where it was issued, then remove it.',
      file: path,
      // Its columns count from 0.
      range: { line: loc.start.line, column: loc.start.column + 1, endLine: loc.end.line, endColumn: loc.end.column + 1 },
      hidesLine: true,
      ...(docsUrl === undefined ? {} : { documentation: docsUrl }),
    }));
    const lines = new Set(drafts.map(({ range }) => range?.line));
    return [...drafts, ...findOwn(path, text).filter(({ range }) => !lines.has(range?.line))];
  };
}

function findOwn(path: string, text: string): FindingDraft[] {
  return text.split('\n').flatMap((line, index) => {
    const place = { file: path, hidesLine: true } as const;
    const rangeOf = (match: RegExpExecArray) => ({ line: index + 1, column: match.index + 1, endLine: index + 1, endColumn: match.index + 1 + match[0].length });
    const keys = [...line.matchAll(keyBlock)].map((match): FindingDraft => ({
      ...place, rule: 'bigpanda/private-key', severity: 'error', message: 'find a private key in the file', range: rangeOf(match),
      hint: 'Make a new key, revoke this one, and keep keys outside the repository.', documentation: documentationOf('private-key'),
    }));
    const passwords = [...line.matchAll(writtenPassword)].filter(([, value = '']) => !placeholder.test(value)).map((match): FindingDraft => ({
      ...place, rule: 'bigpanda/written-password', severity: 'warning', message: 'find a password or key written out', range: rangeOf(match),
      hint: 'Read it from a file or the environment, and change it where it is used.', documentation: documentationOf('written-password'),
    }));
    return [...keys, ...passwords];
  });
}

async function listRules(): Promise<readonly RuleDescription[]> {
  const { rules } = await import('@secretlint/secretlint-rule-preset-recommend');
  const named = rules.map(({ meta }): RuleDescription => ({ rule: `secretlint/${meta.id.replace('@secretlint/secretlint-rule-', '')}`, severity: 'error', summary: 'Tokens that this rule of secretlint knows' }));
  return [...ownRules, ...named.toSorted((left, right) => (left.rule < right.rule ? -1 : 1))];
}
