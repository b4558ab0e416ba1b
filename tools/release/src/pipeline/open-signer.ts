import { openOrCreateKey, type Signer } from '@bigpanda/signer';
import type { Context } from '../context.ts';
import type { Workspace } from '../workspace.ts';

/** The key that signs packages and metadata of a workspace; made on first use. */
export function openSigner(workspace: Workspace, context: Context): Promise<Signer> {
  return openOrCreateKey({
    environment: context.env,
    name: workspace.config.name,
    userId: `${workspace.config.vendor} packages`,
    nowSeconds: Math.floor(context.now().getTime() / 1000),
  });
}
