import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleComponent } from '@bigpanda/nx-plugin/bundle-component';
import { parseRpmDescription } from '@bigpanda/release-model';
import { checkoutRoot } from './checkout.ts';

const root = 'packages/monitor-core';

/** Builds the monitor in the checkout as its package is built, so that a monitor that runs from source has the scripts of its pages; a quarter of a second. */
export async function bundleMonitor(): Promise<void> {
  const description = parseRpmDescription(readFileSync(join(checkoutRoot, root, 'rpm.json'), 'utf8'), `${root}/rpm.json`);
  await bundleComponent({ workspaceRoot: checkoutRoot, root, description });
}
