import { join } from 'node:path';

/** The checkout that the tests stand in. */
export const checkoutRoot = join(import.meta.dirname, '../..');

/** Arguments that start the command `bigpanda` from sources. */
export const bigpandaMain = join(checkoutRoot, 'tools/release/src/main.ts');

/** Node 24 of the checkout. */
export const node = process.execPath;
