import { sense } from '@bigpanda/rpm-format';
import { isForTarget } from '../target-choice.ts';
import type { DependencyProvider } from './dependency-provider.ts';

/** systemd for the scriptlets that tell it of units, as %{systemd_requires} has it (systemd, macros.systemd.in). */
export const systemd: DependencyProvider = {
  name: 'systemd',
  summary: 'systemd, for the scriptlets of units',
  async find({ described, target }) {
    const units = described.units.filter((unit) => isForTarget(unit, target));
    return units.map(({ source }) => ({
      kind: 'requires' as const,
      dependency: { name: 'systemd', sense: sense.post | sense.preun | sense.postun },
      cause: `unit ${source}`,
    }));
  },
};
