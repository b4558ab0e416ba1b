import { readFileSync } from 'node:fs';
import { writeBundles, type BundleRun } from '../bundle-writer.ts';

/** What a source package runs in the folder that stands for the workspace: bundles as the workspace does; beside it lies what to bundle. */
const { root, bundles } = JSON.parse(readFileSync(`${import.meta.dirname}/bundles.json`, 'utf8')) as Pick<BundleRun, 'root' | 'bundles'>;
await writeBundles({ workspaceRoot: process.cwd(), root, bundles });
