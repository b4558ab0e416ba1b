import type { PackageSpec, PayloadCompression } from '@bigpanda/rpm-format';
import { escapeMacros } from './spec-text.ts';

/** What rpmbuild would otherwise take from the machine, or do to the files. */
export interface SpecSettings {
  readonly timeSeconds: number;
  readonly compression: PayloadCompression;
  readonly distUrl?: string | undefined;
}

/** The host that every package says it was built on, with either packager. */
const buildHost = 'bigpanda.invalid';
/** What a distribution or a build system defines and rpmbuild then writes into every package. */
const siteMacros = ['vendor', 'packager', 'distribution', 'disturl', 'disttag', 'bugurl', 'modularitylabel'];

/**
 * Definitions at the head of a spec file, after which rpmbuild takes nothing from the clock or the machine, changes no file and looks into none:
 * what packages require and provide is listed. They hold from rpm 4.14 to 6; one that a version does not know does nothing.
 */
export function listSettings({ timeSeconds, compression, distUrl }: SpecSettings): readonly string[] {
  const values: Readonly<Record<string, string>> = {
    use_source_date_epoch_as_buildtime: '1',
    clamp_mtime_to_source_date_epoch: '1',
    build_mtime_policy: 'clamp_to_source_date_epoch',
    source_date_epoch_from_changelog: '0',
    _buildhost: buildHost,
    _binary_payload: `w${compression.level}.${compression.codec === 'gzip' ? 'gzdio' : 'zstdio'}`,
    _binary_filedigest_algorithm: '8',
    _target_platform: '%{_target_cpu}-linux',
    ...Object.fromEntries(['optflags', 'debug_package', '__os_install_post', '__arch_install_post', '__docdir_path'].map((name) => [name, '%{nil}'])),
    _build_id_links: 'none',
    _missing_build_ids_terminate_build: '0',
    __requires_exclude_from: '^/.*$',
    __provides_exclude_from: '^/.*$',
    __recommends_exclude_from: '^/.*$',
    __supplements_exclude_from: '^/.*$',
  };
  return [
    `%{lua: posix.setenv("SOURCE_DATE_EPOCH", "${timeSeconds}")}`,
    `%{lua: for _, name in ipairs({${siteMacros.map((name) => `"${name}"`).join(', ')}}) do while rpm.expand("%{?" .. name .. ":1}") == "1" do rpm.expand("%undefine " .. name) end end}`,
    ...Object.entries(values).map(([name, value]) => `%global ${name} ${value}`),
    // rpm has no line of the preamble for it ("Bogus tag 1123").
    ...(distUrl === undefined ? [] : [`%global disturl ${escapeMacros(distUrl)}`]),
  ];
}

/** What a package of a family says of itself, which a sub-package does not take over from the main one in every version of rpm. */
export function listIdentity(spec: PackageSpec): readonly (readonly [string, string | undefined])[] {
  return [
    ['Summary', spec.summary],
    ['License', spec.license],
    ['URL', spec.url],
    ['VCS', spec.vcs],
    ['Vendor', spec.vendor],
    ['Packager', spec.packager],
  ];
}
