import { relative } from 'node:path';
import { ESLintUtils, type TSESLint } from '@typescript-eslint/utils';
import { judgeDirection } from '../directions/judge-direction.ts';
import { type ImportTarget, resolveImport } from '../directions/import-target.ts';
import { dependencySections, runSections } from '../package-manifest.ts';
import { findFolderOf, type Workspace, type WorkspaceFolder } from '../workspace.ts';
import { hintSeparator } from './hint-separator.ts';
import { listenToImports } from './import-site.ts';
import { documentationOf } from './documentation.ts';

/** Facts of a forbidden import and what to do about it. */
interface ImportProblem {
  readonly facts: string;
  readonly hint: string;
}

interface Importer {
  readonly workspace: Workspace;
  readonly own: WorkspaceFolder;
  /** Path below the workspace. */
  readonly file: string;
}

/**
 * The ESLint rule `bigpanda/import-directions` of a workspace: every form of import keeps to the table of import
 * directions, names other packages by their names, and those names are declared in package.json.
 * A message is the facts, a line break and the hint.
 */
export function createImportDirectionsRule(workspace: Workspace): TSESLint.RuleModule<'problem'> {
  const createRule = ESLintUtils.RuleCreator(documentationOf);
  return createRule({
    name: 'import-directions',
    meta: {
      type: 'problem',
      docs: { description: 'Keep imports to the table of import directions' },
      messages: { problem: `{{facts}}${hintSeparator}{{hint}}` },
      schema: [],
      defaultOptions: [],
    },
    create: (context) => listenToFile(workspace, context),
  });
}

function listenToFile(workspace: Workspace, context: Readonly<TSESLint.RuleContext<'problem', readonly unknown[]>>): TSESLint.RuleListener {
  const file = relative(workspace.root, context.filename);
  const own = findFolderOf(workspace, file);
  if (own === undefined) return reportStray(workspace, context);
  return listenToImports({ file: context.filename, sourceCode: context.sourceCode }, ({ texts, kind, location }) => {
    for (const text of texts) {
      const target = resolveImport(workspace, { ...text, kind }, context.filename);
      const problem = target === undefined ? undefined : judgeImport({ workspace, own, file }, target, kind);
      if (problem === undefined) continue;
      const written = text.complete ? text.text : `${text.text}...`;
      context.report({ loc: location, messageId: 'problem', data: { facts: `import "${written}": ${problem.facts}`, hint: problem.hint } });
      return;
    }
  });
}

/** A file below a folder of packages that is in none of them would escape the table. */
function reportStray(workspace: Workspace, context: Readonly<TSESLint.RuleContext<'problem', readonly unknown[]>>): TSESLint.RuleListener {
  const file = relative(workspace.root, context.filename);
  const rooms = workspace.manifest.workspaces.map((pattern) => pattern.replace(/\/\*.*$/u, ''));
  if (!rooms.some((room) => file.startsWith(`${room}/`))) return {};
  return {
    Program: (node) => {
      context.report({
        node,
        messageId: 'problem',
        data: { facts: `place "${file}": it is in no package of the workspace`, hint: 'Give its folder a package.json, or move the file into a package.' },
      });
    },
  };
}

function judgeImport(importer: Importer, target: ImportTarget, kind: 'module' | 'url'): ImportProblem | undefined {
  if (target.by === 'unfinished-name') {
    return { facts: 'the name of a package of ours is put together when the program runs', hint: 'Write the whole name, or take the module as an argument.' };
  }
  return target.by === 'name' ? judgeName(importer, target) : judgePath(importer, target, kind);
}

function judgeName({ workspace, own, file }: Importer, { packageName, folder }: ImportTarget & { by: 'name' }): ImportProblem | undefined {
  if (folder?.folder === own.folder) return undefined;
  const direction = folder === undefined ? undefined : judgeDirection(workspace.directions, own.folder, folder.folder);
  if (direction !== undefined) return direction;
  const isTest = file.startsWith(`${own.folder}/test/`);
  const isDeclared = (isTest ? dependencySections : runSections).some((section) => Object.hasOwn(own.manifest[section], packageName));
  if (isDeclared) return undefined;
  return {
    facts: `"${own.folder}/package.json" does not declare "${packageName}"`,
    hint: `Add "${packageName}" to the dependencies of "${own.folder}/package.json".`,
  };
}

function judgePath({ workspace, own }: Importer, target: ImportTarget & { by: 'path' }, kind: 'module' | 'url'): ImportProblem | undefined {
  const { folder, place, absolute } = target;
  if (folder !== undefined) {
    if (folder.folder === own.folder) return undefined;
    return judgeDirection(workspace.directions, own.folder, folder.folder) ?? {
      facts: `a path leads out of "${own.folder}" into "${folder.folder}"`,
      hint: `Import another package by its name, "${folder.name}".`,
    };
  }
  const isOwnAffair = kind === 'url' || (place === undefined && absolute);
  if (isOwnAffair) return undefined;
  return {
    facts: `a path leads out of "${own.folder}" ${place === undefined ? 'and out of the workspace' : `to "${place}"`}`,
    hint: 'Import another package by its name, and read files of the workspace as files.',
  };
}
