import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SiteCopy } from './site-copy.ts';
import type { SmallRegistry } from './small-registry.ts';

/** What stands in the way of a release until somebody takes it away. */
export interface Obstacle {
  readonly name: string;
  /** Puts it there, and gives what takes it away. */
  readonly raise: (copy: SiteCopy, registry: SmallRegistry | undefined) => () => void;
}

/** Everything that a release has to wait for, besides a full disk. */
export const obstacles: readonly Obstacle[] = [
  { name: 'push rejected', raise: ({ remote }) => {
    const hook = join(remote, 'hooks/pre-receive');
    writeFileSync(hook, '#!/bin/sh\necho "no releases on Friday"\nexit 1\n', { mode: 0o755 });
    return () => { rmSync(hook); };
  } },
  { name: 'remote gone', raise: ({ remote }) => moveAway(remote) },
  { name: 'signing key missing', raise: ({ keyFile }) => moveAway(keyFile) },
  { name: 'npm registry gone', raise: ({ root }, registry) => {
    if (registry === undefined) return blockFolder(join(root, 'build/npm-registry/storage/@sample'));
    registry.isDown = true;
    return () => { registry.isDown = false; };
  } },
];

function moveAway(path: string): () => void {
  renameSync(path, `${path}.away`);
  return () => { renameSync(`${path}.away`, path); };
}

/** A file in the place of a folder: a storage that cannot be read or written. */
function blockFolder(path: string): () => void {
  const back = moveAway(path);
  writeFileSync(path, '');
  return () => {
    rmSync(path);
    back();
  };
}
