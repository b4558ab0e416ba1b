import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderRulesPage } from '@bigpanda/lint';
import { renderJsonSchemas } from '@bigpanda/release-model';
import { renderFunctionPage } from './function-page.ts';

/** Writes the files that are made from sources and committed; tests fail when one has drifted. */
const root = join(import.meta.dirname, '..');
for (const [file, text] of renderJsonSchemas()) writeFileSync(join(root, file), text);
writeFileSync(join(root, 'docs/lint.md'), await renderRulesPage());
const functionPage = join(root, 'docs/server.md');
writeFileSync(functionPage, renderFunctionPage(root, readFileSync(functionPage, 'utf8')));
