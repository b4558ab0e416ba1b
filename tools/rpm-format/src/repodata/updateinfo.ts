import { RepodataError } from './repodata-error.ts';
import { readXml, type XmlElement } from './xml-reader.ts';
import { escapeAttribute, escapeText } from './xml-text.ts';

/** What kind of change an advisory announces; `dnf upgrade --security` and its like choose by it. */
export const advisoryTypes = ['security', 'bugfix', 'enhancement', 'newpackage'] as const;
export type AdvisoryType = (typeof advisoryTypes)[number];

/** How grave a security advisory is, in the words of dnf. */
export const severities = ['None', 'Low', 'Moderate', 'Important', 'Critical'] as const;
export type Severity = (typeof severities)[number];

/** Something an advisory points to. */
export interface AdvisoryReference {
  readonly type: 'cve' | 'bugzilla' | 'self' | 'other';
  /** `CVE-2026-1234`, an issue's key. */
  readonly id: string;
  readonly href: string;
  readonly title: string;
}

/** A package by what updateinfo names it with. */
export interface AdvisoryPackage {
  readonly name: string;
  readonly epoch: number;
  readonly version: string;
  readonly release: string;
  readonly arch: string;
  /** File name of the source package. */
  readonly sourceRpm: string;
}

/** A notice about packages, for `dnf updateinfo` and `zypper list-patches`. */
export interface Advisory {
  readonly id: string;
  readonly type: AdvisoryType;
  readonly severity: Severity;
  /** `retracted` says that the packages should not have been published. */
  readonly status: 'stable' | 'retracted';
  readonly title: string;
  readonly description: string;
  /** Who says so. */
  readonly from: string;
  /** Seconds since 1970: the latest build time of its packages, never a clock's. */
  readonly issuedSeconds: number;
  readonly references: readonly AdvisoryReference[];
  readonly packages: readonly AdvisoryPackage[];
}

/** More than the notices of a distribution. */
const limits = { limitBytes: 64 << 20 };

/** updateinfo.xml of the advisories in the order given; `collection` is the short name of what they are for, such as `panda-el9`. */
export function renderUpdateinfo(advisories: readonly Advisory[], collection: string): string {
  return ['<?xml version="1.0" encoding="UTF-8"?>\n', '<updates>\n', ...advisories.map((advisory) => renderUpdate(advisory, collection)), '</updates>\n'].join('');
}

function renderUpdate(advisory: Advisory, collection: string): string {
  const date = formatDate(advisory.issuedSeconds);
  return [
    `  <update from="${escapeAttribute(advisory.from)}" status="${advisory.status}" type="${advisory.type}" version="1">\n`,
    element('id', advisory.id),
    element('title', advisory.title),
    `    <issued date="${date}"/>\n    <updated date="${date}"/>\n`,
    element('severity', advisory.severity),
    element('summary', advisory.title),
    element('description', advisory.description),
    `    <references>\n${advisory.references.map(renderReference).join('')}    </references>\n`,
    `    <pkglist>\n      <collection short="${escapeAttribute(collection)}">\n        <name>${escapeText(collection)}</name>\n`,
    ...advisory.packages.map(renderPackage),
    '      </collection>\n    </pkglist>\n  </update>\n',
  ].join('');
}

function renderReference({ type, id, href, title }: AdvisoryReference): string {
  return `      <reference href="${escapeAttribute(href)}" id="${escapeAttribute(id)}" type="${type}" title="${escapeAttribute(title)}"/>\n`;
}

function renderPackage({ name, epoch, version, release, arch, sourceRpm }: AdvisoryPackage): string {
  const attributes = [['name', name], ['version', version], ['release', release], ['epoch', String(epoch)], ['arch', arch], ['src', sourceRpm]] as const;
  const text = attributes.map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`).join('');
  return `        <package${text}>\n          <filename>${escapeText(`${name}-${version}-${release}.${arch}.rpm`)}</filename>\n        </package>\n`;
}

function element(name: string, text: string): string {
  return `    <${name}>${escapeText(text)}</${name}>\n`;
}

/** `2026-11-22 00:00:00`, in UTC. */
function formatDate(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/**
 * The advisories of an updateinfo.xml.
 * @throws RepodataError `XML_REFUSED`, `REPODATA_INVALID`
 */
export function parseUpdateinfo(xml: string): readonly Advisory[] {
  const root = readXml(xml, limits);
  if (root.name !== 'updates') throw invalid(`the root element is "${root.name}"; wanted "updates"`);
  return root.children.filter(({ name }) => name === 'update').map(readUpdate);
}

function readUpdate(update: XmlElement): Advisory {
  const text = (name: string) => findChild(update, name)?.text ?? '';
  const collections = findChild(update, 'pkglist')?.children ?? [];
  const id = text('id');
  if (id === '') throw invalid('an advisory has no id');
  return {
    id,
    type: advisoryTypes.find((type) => type === update.attributes['type']) ?? 'enhancement',
    severity: severities.find((severity) => severity === text('severity')) ?? 'None',
    status: update.attributes['status'] === 'retracted' ? 'retracted' : 'stable',
    title: text('title'),
    description: text('description'),
    from: update.attributes['from'] ?? '',
    issuedSeconds: parseDate(findChild(update, 'issued')?.attributes['date'] ?? ''),
    references: (findChild(update, 'references')?.children ?? []).map(({ attributes }) => readReference(attributes)),
    packages: collections.flatMap(({ children }) => children.filter(({ name }) => name === 'package').map(({ attributes }) => readPackage(attributes))),
  };
}

function readReference({ type = '', id = '', href = '', title = '' }: Readonly<Record<string, string>>): AdvisoryReference {
  return { type: type === 'cve' || type === 'bugzilla' || type === 'self' ? type : 'other', id, href, title };
}

function readPackage({ name = '', version = '', release = '', epoch = '0', arch = '', src = '' }: Readonly<Record<string, string>>): AdvisoryPackage {
  if (!/^\d{1,10}$/.test(epoch)) throw invalid(`the epoch of "${name}" is "${epoch}"; wanted a number`);
  return { name, epoch: Number(epoch), version, release, arch, sourceRpm: src };
}

/** Dates stand there as `2026-11-22 00:00:00`, a day alone or seconds since 1970. */
function parseDate(text: string): number {
  if (/^\d{6,}$/.test(text)) return Number(text);
  const time = Date.parse(`${text.trim().replace(' ', 'T')}${text.includes(':') ? 'Z' : ''}`);
  return Number.isNaN(time) ? 0 : Math.floor(time / 1000);
}

function findChild(parent: XmlElement, wanted: string): XmlElement | undefined {
  return parent.children.find(({ name }) => name === wanted);
}

function invalid(fact: string): RepodataError {
  return new RepodataError('REPODATA_INVALID', `read updateinfo.xml: ${fact}`, 'Publish the repository again; what is there cannot be used.');
}
