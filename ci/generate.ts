import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderJsonSchemas } from '@bigpanda/release-model';

/** Writes the files that are made from sources and committed; tests fail when one has drifted. */
for (const [file, text] of renderJsonSchemas()) writeFileSync(join(import.meta.dirname, '..', file), text);
