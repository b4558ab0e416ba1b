import { builtinModules } from 'node:module';
import type { Linter } from 'eslint';

/** Syntax that house style forbids, each with what to write instead. */
const forbiddenSyntax = [
  {
    selector: 'TSAsExpression > TSAsExpression[typeAnnotation.type="TSUnknownKeyword"]',
    message: 'Check the value and narrow its type; "as unknown as" switches the check off.',
  },
  {
    selector: 'CallExpression[callee.object.name=/^(describe|it|test)$/][callee.property.name=/^(only|skip|todo)$/]',
    message: 'Run every test.',
  },
  {
    selector: 'Property[key.name="shell"][value.value=true]',
    message: 'Run a program with an argument list, without a shell.',
  },
] as const;

const topLevelArrow = {
  selector: ':matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration > VariableDeclarator[init.type="ArrowFunctionExpression"]:not([id.typeAnnotation])',
  message: 'Write a function declaration at the top level.',
};

const shellCalls = ['exec', 'execSync'];
const forbiddenImports = {
  paths: [
    ...builtinModules.filter((name) => !name.includes(':')).map((name) => ({ name, message: `Write "node:${name}".` })),
    { name: 'node:child_process', importNames: shellCalls, message: 'Run a program with an argument list, by execFile or spawn.' },
  ],
};

/** Core rules about what is most likely wrong, whatever the style of a repository. */
export const soundRules: Linter.RulesRecord = {
  'no-eval': 'error',
  'no-fallthrough': 'error',
  'no-self-compare': 'error',
  'no-unsafe-finally': 'error',
  'no-unsafe-optional-chaining': 'error',
  'no-unmodified-loop-condition': 'error',
  'no-useless-assignment': 'error',
  'no-useless-escape': 'error',
  'no-irregular-whitespace': 'error',
  'no-constant-condition': ['error', { checkLoops: 'allExceptWhileTrue' }],
  'no-cond-assign': 'error',
  'use-isnan': 'error',
};

/** What differs for plain scripts in a repository without a configuration: how they were written before there were modules is not wrong. */
export const scriptRules: Linter.RulesRecord = {
  '@typescript-eslint/no-require-imports': 'off',
  '@typescript-eslint/no-this-alias': 'off',
  '@typescript-eslint/no-unused-expressions': 'off',
  '@typescript-eslint/no-unused-vars': ['error', { vars: 'local', args: 'none', caughtErrors: 'none' }],
  'no-var': 'off',
  'prefer-const': 'off',
  'prefer-rest-params': 'off',
  'prefer-spread': 'off',
};

/** What differs from typescript-eslint's `strictTypeChecked`. Measures of size are warnings: they ask for a look, not for a cut. */
export const codeRules: Linter.RulesRecord = {
  'bigpanda/import-directions': 'error',
  'bigpanda/no-default-export': 'error',
  'no-restricted-syntax': ['error', ...forbiddenSyntax, topLevelArrow],
  'no-restricted-imports': ['error', forbiddenImports],
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  // A guard that returns what a void function returns reads well.
  '@typescript-eslint/no-confusing-void-expression': 'off',
  // It forbids Promise.withResolvers<void>().
  '@typescript-eslint/no-invalid-void-type': 'off',
  // An async function without await turns what it throws into a rejection, which an interface may ask for.
  '@typescript-eslint/require-await': 'off',
  // Our code has no enums; libraries' enums of strings are compared with the strings they are.
  '@typescript-eslint/no-unsafe-enum-comparison': 'off',
  '@typescript-eslint/no-unsafe-enum-assignment': 'off',
  // Classes are rare here, and they stand where state lives.
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
  // What is taken apart by character here is ASCII: names, versions, numbers.
  '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
  ...soundRules,
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  'eqeqeq': ['error', 'always', { null: 'ignore' }],
  'preserve-caught-error': 'error',
  'object-shorthand': 'error',
  'prefer-template': 'error',
  'max-lines': ['warn', 300],
  'max-lines-per-function': ['warn', { max: 40, skipBlankLines: true, skipComments: true }],
  '@typescript-eslint/max-params': ['warn', { max: 3 }],
  'complexity': ['warn', 15],
  'max-depth': ['warn', 3],
};

/**
 * What differs in tests: a `describe` is one long function, rows of a table are spread over parameters, small functions
 * of one line are readable as arrows, and what is parsed or expected often has the type any.
 */
export const testRules: Linter.RulesRecord = {
  'max-lines-per-function': 'off',
  'no-restricted-syntax': ['error', ...forbiddenSyntax],
  '@typescript-eslint/max-params': 'off',
  '@typescript-eslint/unbound-method': 'off',
  '@typescript-eslint/no-unsafe-argument': 'off',
  '@typescript-eslint/no-unsafe-assignment': 'off',
  '@typescript-eslint/no-unsafe-call': 'off',
  '@typescript-eslint/no-unsafe-member-access': 'off',
  '@typescript-eslint/no-unsafe-return': 'off',
};
