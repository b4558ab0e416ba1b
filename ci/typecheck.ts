import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';

/** Checks the types of everything: what runs on Node, and what pages load, which has the names of browsers and its own tsconfig.json. */
const projects = ['tsconfig.json', ...globSync('packages/*/browser/tsconfig.json').sort()];
const statuses = projects.map((project) => spawnSync(process.execPath, ['node_modules/.bin/tsc', '-p', project], { stdio: 'inherit' }).status);
process.exitCode = statuses.every((status) => status === 0) ? 0 : 1;
