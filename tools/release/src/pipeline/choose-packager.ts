import { ReleaseError, type PackagerName } from '@bigpanda/release-model';
import { packagerNames } from '@bigpanda/release-model/repository-config';
import { createRpmbuildPackager, nativePackager, type Packager } from '@bigpanda/rpm-builder';
import type { Context } from '../context.ts';
import type { Workspace } from '../workspace.ts';

/**
 * The packager that an option names, else the one of the configuration, else the native one.
 * @throws ReleaseError `PACKAGER_UNKNOWN`
 */
export function choosePackager({ config }: Workspace, { env }: Pick<Context, 'env'>, option?: string): Packager {
  const name = option ?? config.packager ?? 'native';
  if (!isPackager(name)) {
    throw new ReleaseError('PACKAGER_UNKNOWN', `choose a packager: "${name}" is not one of ${packagerNames.join(', ')}`, { exitStatus: 2, hint: 'Leave --packager out for "native", which needs no program of the system.' });
  }
  return name === 'native' ? nativePackager : createRpmbuildPackager(env);
}

function isPackager(name: string): name is PackagerName {
  return packagerNames.some((one) => one === name);
}
