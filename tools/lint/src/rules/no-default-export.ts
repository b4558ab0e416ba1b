import { ESLintUtils } from '@typescript-eslint/utils';
import { documentationOf } from './documentation.ts';

const createRule = ESLintUtils.RuleCreator(documentationOf);

/** The ESLint rule `bigpanda/no-default-export`: what a module gives is exported by its name. */
export const noDefaultExport = createRule({
  name: 'no-default-export',
  meta: {
    type: 'suggestion',
    docs: { description: 'Export by name' },
    messages: { byName: 'Export by name: a default export gets another name in each file that imports it.' },
    schema: [],
    defaultOptions: [],
  },
  create: (context) => ({
    ExportDefaultDeclaration: (node) => { context.report({ node, messageId: 'byName' }); },
    'ExportSpecifier[exported.name="default"]': (node) => { context.report({ node, messageId: 'byName' }); },
    TSExportAssignment: (node) => { context.report({ node, messageId: 'byName' }); },
  }),
});
