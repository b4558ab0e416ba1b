import { defineConfig } from 'eslint/config';
import { createEslintConfig } from '@bigpanda/lint';

export default defineConfig(
  ...createEslintConfig(import.meta.dirname),
  { files: ['packages/*/browser/**/*.ts'], languageOptions: { parserOptions: { project: './packages/*/browser/tsconfig.json' } } },
);
