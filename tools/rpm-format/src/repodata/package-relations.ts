import type { Dependency, DependencyOperator } from '../dependency.ts';
import { readXml, type XmlElement } from './xml-reader.ts';

/** What a package of primary.xml needs, offers and refuses, and the files that primary lists. */
export interface PackageRelations {
  readonly provides: readonly Dependency[];
  readonly requires: readonly Dependency[];
  readonly conflicts: readonly Dependency[];
  readonly obsoletes: readonly Dependency[];
  readonly files: readonly string[];
}

/** More than the longest package of a distribution has. */
const limits = { limitBytes: 64 << 20 };

const operators: Readonly<Record<string, DependencyOperator>> = { LT: '<', LE: '<=', EQ: '=', GE: '>=', GT: '>' };

/**
 * The relations in one package's piece of primary.
 * @throws RepodataError `XML_REFUSED`
 */
export function readRelations(primary: Uint8Array): PackageRelations {
  const root = readXml(Buffer.from(primary).toString(), limits);
  const format = root.children.find(({ name }) => name === 'format');
  return {
    provides: readEntries(format, 'rpm:provides'),
    requires: readEntries(format, 'rpm:requires'),
    conflicts: readEntries(format, 'rpm:conflicts'),
    obsoletes: readEntries(format, 'rpm:obsoletes'),
    files: listFiles(format),
  };
}

/** The paths, without folders, in one package's piece of filelists. @throws RepodataError `XML_REFUSED` */
export function readFilePaths(filelists: Uint8Array): readonly string[] {
  return listFiles(readXml(Buffer.from(filelists).toString(), limits));
}

function listFiles(element: XmlElement | undefined): readonly string[] {
  return (element?.children ?? []).filter(({ name, attributes }) => name === 'file' && attributes['type'] !== 'dir').map(({ text }) => text);
}

function readEntries(format: XmlElement | undefined, list: string): readonly Dependency[] {
  const entries = format?.children.find(({ name }) => name === list)?.children ?? [];
  return entries.map(({ attributes }) => readEntry(attributes));
}

function readEntry(attributes: Readonly<Record<string, string>>): Dependency {
  const { name = '', flags = '', epoch = '0', ver, rel } = attributes;
  const operator = operators[flags];
  if (operator === undefined || ver === undefined) return { name };
  return { name, operator, evr: `${epoch === '0' ? '' : `${epoch}:`}${ver}${rel === undefined ? '' : `-${rel}`}` };
}
