import type { PackageDescription } from '@bigpanda/release-model';
import { unitName } from './content-plan.ts';
import { quoteWord } from './shell-text.ts';

/** Installed by systemd 249 and later; before that, systemctl is called (systemd, macros.systemd.in). */
const updateHelper = '/usr/lib/systemd/systemd-update-helper';

/** The parts of scriptlets that tell systemd of a package's units. */
export interface UnitScripts {
  readonly post: string | undefined;
  readonly preun: string | undefined;
  readonly postun: string | undefined;
}

/**
 * What %systemd_post, %systemd_preun and %systemd_postun_with_restart stand for, in a form that every target understands.
 * Presets apply at the first installation; units stop when the package goes; those that may are restarted after an upgrade.
 */
export function writeUnitScripts(units: PackageDescription['units']): UnitScripts {
  const all = units.map(({ source }) => unitName(source));
  const restarted = units.filter(({ restart }) => restart).map(({ source }) => unitName(source));
  return {
    post: writeScript(all, { when: '-eq 1', helper: 'install-system-units', classic: 'systemctl --no-reload preset' }),
    preun: writeScript(all, { when: '-eq 0', helper: 'remove-system-units', classic: 'systemctl --no-reload disable --now' }),
    postun: writeScript(restarted, { when: '-ge 1', helper: 'mark-restart-system-units', classic: 'systemctl try-restart' }),
  };
}

interface UnitAction {
  /** Compares the number of instances that are left after the operation. */
  readonly when: string;
  readonly helper: string;
  readonly classic: string;
}

function writeScript(units: readonly string[], action: UnitAction): string | undefined {
  if (units.length === 0) return undefined;
  const words = units.map(quoteWord).join(' ');
  return `\
if [ "$1" ${action.when} ]; then
  if [ -x ${updateHelper} ]; then
    ${updateHelper} ${action.helper} ${words} || :
  elif command -v systemctl >/dev/null 2>&1; then
    ${action.classic} ${words} >/dev/null 2>&1 || :
  fi
fi
`;
}
