import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FindingDraft } from './finding.ts';
import { locateJson, type JsonPath } from './json-locations.ts';
import { documentationOf } from './rules/documentation.ts';
import type { Workspace } from './workspace.ts';

/** Something wrong at one place of a JSON file. */
export interface JsonProblem {
  readonly path: JsonPath;
  readonly message: string;
  readonly hint?: string;
}

export interface JsonRule {
  /** Name of the rule without `bigpanda/`. */
  readonly rule: string;
  /** Path of the JSON file below the workspace. */
  readonly file: string;
}

/** Errors of a rule of ours about a JSON file, each with its place in the text. */
export function draftJsonProblems(workspace: Workspace, { rule, file }: JsonRule, problems: readonly JsonProblem[]): FindingDraft[] {
  if (problems.length === 0) return [];
  const locate = locateJson(readFileSync(join(workspace.root, file), 'utf8'));
  return problems.map(({ path, message, hint }) => {
    const range = locate(path);
    const place = range === undefined ? { file } : { file, range };
    return { rule: `bigpanda/${rule}`, severity: 'error', message, ...(hint === undefined ? {} : { hint }), ...place, documentation: documentationOf(rule) };
  });
}
