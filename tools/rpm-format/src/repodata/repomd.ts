import { RepodataError } from './repodata-error.ts';
import { readXml, type XmlElement } from './xml-reader.ts';
import { escapeAttribute, escapeText } from './xml-text.ts';

/** One metadata document as repomd.xml lists it. */
export interface RepomdEntry {
  /** `primary`, `filelists`, `other` and so on. */
  readonly type: string;
  /** SHA-256 of the file as it is served, 64 hex digits. */
  readonly sha256: string;
  /** SHA-256 of the document inside, 64 hex digits; absent where the file is the document itself. */
  readonly openSha256?: string;
  /** Path below the repository folder. */
  readonly href: string;
  readonly sizeBytes: number;
  /** Absent where the file is the document itself. */
  readonly openSizeBytes?: number;
}

/** What repomd.xml says: the index of a repository. */
export interface Repomd {
  /** Serial of the snapshot. */
  readonly revision: string;
  /** Of every document: the latest build time of the packages, never a clock's. */
  readonly timestampSeconds: number;
  readonly entries: readonly RepomdEntry[];
}

/** An index is a few kilobytes; more than this is refused. */
const limitBytes = 1 << 20;

/** repomd.xml, byte for byte as createrepo_c 0.17 writes it from the same values. */
export function renderRepomd({ revision, timestampSeconds, entries }: Repomd): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    '<repomd xmlns="http://linux.duke.edu/metadata/repo" xmlns:rpm="http://linux.duke.edu/metadata/rpm">\n',
    `  <revision>${escapeText(revision)}</revision>\n`,
    ...entries.map((entry) => renderEntry(entry, timestampSeconds)),
    '</repomd>\n',
  ].join('');
}

function renderEntry(entry: RepomdEntry, timestampSeconds: number): string {
  return [
    `  <data type="${escapeAttribute(entry.type)}">\n`,
    `    <checksum type="sha256">${entry.sha256}</checksum>\n`,
    ...(entry.openSha256 === undefined ? [] : [`    <open-checksum type="sha256">${entry.openSha256}</open-checksum>\n`]),
    `    <location href="${escapeAttribute(entry.href)}"/>\n`,
    `    <timestamp>${timestampSeconds}</timestamp>\n`,
    `    <size>${entry.sizeBytes}</size>\n`,
    ...(entry.openSizeBytes === undefined ? [] : [`    <open-size>${entry.openSizeBytes}</open-size>\n`]),
    '  </data>\n',
  ].join('');
}

/**
 * What a repomd.xml with SHA-256 checksums says.
 * @throws RepodataError `XML_REFUSED`, `REPODATA_INVALID`
 */
export function parseRepomd(xml: string): Repomd {
  const root = readXml(xml, { limitBytes });
  if (root.name !== 'repomd') throw invalid(`the root element is "${root.name}"; wanted "repomd"`);
  const entries = root.children.filter(({ name }) => name === 'data');
  return {
    revision: findChild(root, 'revision').text,
    timestampSeconds: Math.max(0, ...entries.map((entry) => readNumber(entry, 'timestamp'))),
    entries: entries.map(readEntry),
  };
}

function readEntry(data: XmlElement): RepomdEntry {
  return {
    type: data.attributes['type'] ?? '',
    sha256: readSha256(data, 'checksum'),
    ...(hasChild(data, 'open-checksum') ? { openSha256: readSha256(data, 'open-checksum') } : {}),
    href: readHref(data),
    sizeBytes: readNumber(data, 'size'),
    ...(hasChild(data, 'open-size') ? { openSizeBytes: readNumber(data, 'open-size') } : {}),
  };
}

function readSha256(data: XmlElement, name: string): string {
  const { attributes, text } = findChild(data, name);
  if (attributes['type'] !== 'sha256' || !/^[0-9a-f]{64}$/.test(text)) {
    throw invalid(`${name} of "${data.attributes['type']}" is "${text}" of type "${attributes['type']}"; wanted 64 hex digits of type "sha256"`);
  }
  return text;
}

function readHref(data: XmlElement): string {
  const href = findChild(data, 'location').attributes['href'] ?? '';
  if (/^repodata\/[A-Za-z0-9][A-Za-z0-9._-]*$/.test(href)) return href;
  throw invalid(`location of "${data.attributes['type']}" is "${href}"; wanted a file in "repodata/"`);
}

function readNumber(data: XmlElement, name: string): number {
  const { text } = findChild(data, name);
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw invalid(`${name} of "${data.attributes['type']}" is "${text}"; wanted a number`);
}

function hasChild(element: XmlElement, name: string): boolean {
  return element.children.some((each) => each.name === name);
}

function findChild(element: XmlElement, name: string): XmlElement {
  const child = element.children.find((each) => each.name === name);
  if (child !== undefined) return child;
  throw invalid(`"${element.name}" has no "${name}"`);
}

function invalid(fact: string): RepodataError {
  return new RepodataError('REPODATA_INVALID', `read repomd.xml: ${fact}`, 'Publish the repository again; what is there cannot be used.');
}
