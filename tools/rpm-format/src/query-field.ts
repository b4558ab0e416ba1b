import { readDependencies } from './dependency-reader.ts';
import { formatDependency } from './dependency-text.ts';
import { dependencyTags, type DependencyKind } from './dependency-tags.ts';
import { fileType } from './file-mode.ts';
import { readBytes, readNumber, readNumbers, readText, readTexts } from './header-access.ts';
import type { Header, IndexEntry } from './header-reader.ts';
import { entryType } from './header-value.ts';
import { listFiles } from './packaged-file.ts';
import { querySignatureTags, queryTags } from './query-tag.ts';
import { headerTag, signatureTag } from './tag.ts';

/** Values of one tag; as text, each is what `rpm -q --qf` prints for it. Numbers are unsigned, bytes are hex digits. */
export type QueryValues = readonly (string | number)[];

/** Tags that rpm makes up from the arrays of a kind of dependency. */
const dependencyFields: Readonly<Partial<Record<DependencyKind, string>>> = {
  provides: 'PROVIDENEVRS',
  requires: 'REQUIRENEVRS',
  conflicts: 'CONFLICTNEVRS',
  obsoletes: 'OBSOLETENEVRS',
  recommends: 'RECOMMENDNEVRS',
  suggests: 'SUGGESTNEVRS',
  supplements: 'SUPPLEMENTNEVRS',
  enhances: 'ENHANCENEVRS',
};

/**
 * Everything that `rpm -q --qf '[%{TAG}\n]'` prints of a package file, by the name of the tag, sorted by name; tags without values are absent.
 * Of what rpm makes up from other tags it has EVR, NVR, NEVR, NVRA, NEVRA, EPOCHNUM, ARCHSUFFIX, SOURCEPACKAGE of old packages, FILENAMES, FILENLINKS,
 * the ...NEVRS and the LONG... forms of sizes.
 * @throws RpmFormatError `TAG_TYPE_WRONG`, `TAG_COUNT_WRONG`, `HEADER_ENTRY_INVALID`
 */
export function listQueryFields({ signature, header }: { readonly signature: Header; readonly header: Header }): ReadonlyMap<string, QueryValues> {
  const fields = new Map<string, QueryValues>([
    ...readNamed(signature, querySignatureTags),
    ...listIdentity(header),
    ...listFileFields(header),
    ...listDependencyFields(header),
    ...listLongSizes(signature, header),
    ...readNamed(header, queryTags),
    ...listClasses(header),
  ]);
  return new Map([...fields].filter(([, values]) => values.length > 0).sort(([left], [right]) => (left < right ? -1 : 1)));
}

function readNamed(header: Header, names: ReadonlyMap<number, string>): readonly (readonly [string, QueryValues])[] {
  return [...header.entries.values()].flatMap((entry) => {
    const name = names.get(entry.tag);
    return name === undefined ? [] : [[name, readValues(header, entry)] as const];
  });
}

function readValues(header: Header, { tag, type }: IndexEntry): QueryValues {
  if (type === entryType.bin) return [Buffer.from(readBytes(header, tag) ?? []).toString('hex')];
  if (type === entryType.i18nString) return [readText(header, tag) ?? ''];
  return type === entryType.string || type === entryType.stringArray ? readTexts(header, tag) : readNumbers(header, tag);
}

function listIdentity(header: Header): readonly (readonly [string, QueryValues])[] {
  const [name, version, release] = [headerTag.name, headerTag.version, headerTag.release].map((tag) => readText(header, tag) ?? '');
  const epoch = readNumber(header, headerTag.epoch);
  const arch = readText(header, headerTag.arch) ?? '';
  const isSource = readText(header, headerTag.sourceRpm) === undefined;
  const evr = `${epoch === undefined ? '' : `${epoch}:`}${version}-${release}`;
  return [
    ['EPOCHNUM', [epoch ?? 0]],
    ['EVR', [evr]],
    ['NVR', [`${name}-${version}-${release}`]],
    ['NEVR', [`${name}-${evr}`]],
    ['NVRA', [`${name}-${version}-${release}.${arch}`]],
    ['NEVRA', [`${name}-${evr}.${arch}`]],
    ['ARCHSUFFIX', [isSource ? (hasAllSources(header) ? '.src' : '.nosrc') : `.${arch}`]],
    // rpm adds it to source packages that were made before there was such a tag (lib/package.c).
    ['SOURCEPACKAGE', isSource ? [1] : []],
  ];
}

/** Whether a source package holds every source and patch that its spec names. */
function hasAllSources(header: Header): boolean {
  return !header.entries.has(headerTag.noSource) && !header.entries.has(headerTag.noPatch);
}

function listFileFields(header: Header): readonly (readonly [string, QueryValues])[] {
  const files = listFiles(header);
  const key = ({ device, inode }: (typeof files)[number]) => `${device}:${inode}`;
  const counts = new Map<string, number>();
  const isLinkable = ({ mode, inode }: (typeof files)[number]) => inode !== 0 && (mode & fileType.mask) === fileType.regular;
  for (const file of files.filter(isLinkable)) counts.set(key(file), (counts.get(key(file)) ?? 0) + 1);
  return [
    ['FILENAMES', files.map(({ path }) => path)],
    ['FILENLINKS', files.map((file) => (isLinkable(file) ? (counts.get(key(file)) ?? 1) : 1))],
  ];
}

/** What libmagic said of each file: rpm shows the texts instead of their numbers, and makes up those of symlinks. */
function listClasses(header: Header): readonly (readonly [string, QueryValues])[] {
  const texts = readTexts(header, headerTag.classDictionary);
  const targets = readTexts(header, headerTag.fileLinkTos);
  const classes = readNumbers(header, headerTag.fileClass);
  return [['FILECLASS', classes.map((index, number) => (targets[number] ? `symbolic link to \`${targets[number]}'` : (texts[index] ?? '')))]];
}

function listDependencyFields(header: Header): readonly (readonly [string, QueryValues])[] {
  return (Object.keys(dependencyTags) as readonly DependencyKind[]).flatMap((kind) => {
    const name = dependencyFields[kind];
    return name === undefined ? [] : [[name, readDependencies(header, kind).map(formatDependency)] as const];
  });
}

/** The 64-bit forms, which rpm makes of the others where they are missing. */
function listLongSizes(signature: Header, header: Header): readonly (readonly [string, QueryValues])[] {
  return [
    ['LONGSIZE', readNumbers(header, headerTag.size)],
    ['LONGFILESIZES', readNumbers(header, headerTag.fileSizes)],
    ['LONGSIGSIZE', readNumbers(signature, signatureTag.longSize).concat(readNumbers(signature, signatureTag.size)).slice(0, 1)],
    ['LONGARCHIVESIZE', readNumbers(signature, signatureTag.longArchiveSize).concat(readNumbers(signature, signatureTag.payloadSize)).slice(0, 1)],
  ];
}
