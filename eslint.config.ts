import { createEslintConfig } from '@bigpanda/lint';

export default createEslintConfig(import.meta.dirname);
