import type { RuleDescription } from '../checker.ts';
import { checkFiles, type JudgeFile } from '../file-checker.ts';

const rules: readonly RuleDescription[] = [{ rule: 'toml/parse', severity: 'error', summary: 'The file is TOML 1.0: no key stands twice, no table is opened again, every value is written as the standard says' }];

/** TOML, by smol-toml, the parser that reads the configuration of our own components. */
export const checker = checkFiles({ name: 'toml', title: 'TOML', languages: ['toml'], listRules: async () => rules, open });

async function open(): Promise<JudgeFile> {
  const { parse, TomlError } = await import('smol-toml');
  return ({ path, text }) => {
    try {
      parse(text, { integersAsBigInt: true });
      return [];
    } catch (error) {
      if (!(error instanceof TomlError)) throw error;
      const [first = ''] = error.message.split('\n');
      const { line, column } = error;
      return [{
        rule: 'toml/parse',
        severity: 'error',
        message: first.replace(/^Invalid TOML document: /u, 'read TOML: '),
        file: path,
        range: { line, column, endLine: line, endColumn: column + 1 },
        documentation: 'https://toml.io/en/v1.0.0',
      }];
    }
  };
}
