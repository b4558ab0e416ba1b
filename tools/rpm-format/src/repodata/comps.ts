import { escapeAttribute, escapeText } from './xml-text.ts';

/** A group of packages that `dnf group install` takes as one. */
export interface PackageGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly packages: readonly { readonly name: string; readonly type: 'mandatory' | 'default' | 'optional' }[];
}

/** comps.xml of the groups, in the order given. */
export function renderComps(groups: readonly PackageGroup[]): string {
  return ['<?xml version="1.0" encoding="UTF-8"?>\n', '<comps>\n', ...groups.map(renderGroup), '</comps>\n'].join('');
}

function renderGroup({ id, name, description, packages }: PackageGroup): string {
  return [
    '  <group>\n',
    `    <id>${escapeText(id)}</id>\n    <name>${escapeText(name)}</name>\n    <description>${escapeText(description)}</description>\n`,
    '    <default>false</default>\n    <uservisible>true</uservisible>\n    <packagelist>\n',
    ...packages.map((each) => `      <packagereq type="${escapeAttribute(each.type)}">${escapeText(each.name)}</packagereq>\n`),
    '    </packagelist>\n  </group>\n',
  ].join('');
}
