import { RepodataError } from './repodata-error.ts';
import { readXmlTokens, type XmlLimits, type XmlToken } from './xml-tokens.ts';

/** A package as primary names it: enough to list packages, to tell two sets apart and to fetch the file. */
export interface ListedPackage {
  readonly name: string;
  readonly epoch: number;
  readonly version: string;
  readonly release: string;
  readonly arch: string;
  /** SHA-256 of the file, 64 hex digits. */
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly buildTimeSeconds: number;
  /** Path of the file below the repository folder. */
  readonly href: string;
}

/** What stands in the elements that a listing needs, by `element` or `element@attribute`. */
type Values = Map<string, string>;

/** Twice the metadata of 20,000 packages, and more than a site publishes. */
const defaultLimits: XmlLimits = { limitBytes: 64 << 20 };

/**
 * The packages that a primary.xml lists, in its order.
 * @throws RepodataError `XML_REFUSED`, `REPODATA_INVALID`
 */
export function parsePrimary(xml: string, limits: XmlLimits = defaultLimits): readonly ListedPackage[] {
  const packages: ListedPackage[] = [];
  const path: string[] = [];
  let values: Values = new Map();
  let announced = '';
  for (const token of readXmlTokens(xml, limits)) {
    if (token.kind === 'open') path.push(token.name);
    if (token.kind === 'open' && path.length === 1) announced = requireRoot(token);
    else if (token.kind === 'open' && path.length === 2) values = new Map();
    else if (path.length === 3) collect(values, path[2] ?? '', token);
    if (token.kind === 'close' && path.length === 2) packages.push(readPackage(values));
    if (token.kind === 'close') path.pop();
  }
  if (announced !== String(packages.length)) throw invalid(`"packages" says ${announced} and there are ${packages.length}`);
  return packages;
}

/** A package as createrepo_c and this package write it, without anything that is escaped: then its values stand there as they are. */
const usualPackage = new RegExp([
  '^<package type="rpm">\\n  <name>(?<name>[^<&]*)</name>\\n  <arch>(?<arch>[^<&]*)</arch>\\n  <version epoch="(?<epoch>[^"&]*)" ver="(?<ver>[^"&]*)" rel="(?<rel>[^"&]*)"/>\\n',
  '  <checksum type="(?<kind>[^"&]*)" pkgid="YES">(?<checksum>[^<&]*)</checksum>\\n  <summary>[^<]*</summary>\\n  <description>[^<]*</description>\\n  <packager>[^<]*</packager>\\n  <url>[^<]*</url>\\n',
  '  <time file="[^"&]*" build="(?<build>[^"&]*)"/>\\n  <size package="(?<size>[^"&]*)" installed="[^"&]*" archive="[^"&]*"/>\\n  <location href="(?<href>[^"&]*)"/>\\n</package>$',
].join(''));

const usualKeys = [
  ['name', 'name'], ['arch', 'arch'], ['version@epoch', 'epoch'], ['version@ver', 'ver'], ['version@rel', 'rel'], ['checksum@type', 'kind'], ['checksum', 'checksum'],
  ['time@build', 'build'], ['size@package', 'size'], ['location@href', 'href'],
] as const;

/**
 * One package of a primary.xml; its `format` may be left out.
 * @throws RepodataError `XML_REFUSED`, `REPODATA_INVALID`
 */
export function readListedPackage(xml: string): ListedPackage {
  const known = usualPackage.exec(xml)?.groups;
  if (known !== undefined) return readPackage(new Map(usualKeys.map(([key, group]) => [key, known[group] ?? ''])));
  const values: Values = new Map();
  const path: string[] = [];
  for (const token of readXmlTokens(xml, defaultLimits)) {
    if (token.kind === 'open') path.push(token.name);
    if (path.length === 2) collect(values, path[1] ?? '', token);
    if (token.kind === 'close') path.pop();
  }
  return readPackage(values);
}

function requireRoot(token: XmlToken & { readonly kind: 'open' }): string {
  if (token.name !== 'metadata') throw invalid(`the root element is "${token.name}"; wanted "metadata"`);
  return token.attributes['packages'] ?? 'nothing';
}

function collect(values: Values, element: string, token: XmlToken): void {
  if (token.kind === 'text') values.set(element, (values.get(element) ?? '') + token.text);
  if (token.kind !== 'open') return;
  for (const [name, value] of Object.entries(token.attributes)) values.set(`${element}@${name}`, value);
}

function readPackage(values: Values): ListedPackage {
  const name = take(values, 'name', /^[^\p{Cc}/]+$/u);
  take(values, 'checksum@type', /^sha256$/);
  return {
    name,
    epoch: Number(take(values, 'version@epoch', /^\d{1,10}$/)),
    version: take(values, 'version@ver', /^[^\p{Cc}/]+$/u),
    release: take(values, 'version@rel', /^[^\p{Cc}/]+$/u),
    arch: take(values, 'arch', /^[A-Za-z0-9_]+$/),
    sha256: take(values, 'checksum', /^[0-9a-f]{64}$/),
    sizeBytes: Number(take(values, 'size@package', /^\d{1,15}$/)),
    buildTimeSeconds: Number(take(values, 'time@build', /^\d{1,15}$/)),
    href: take(values, 'location@href', /^(?!(?:.*\/)?\.{0,2}(?:\/|$))[^\p{Cc}\\]+$/u),
  };
}

function take(values: Values, key: string, wanted: RegExp): string {
  const value = values.get(key);
  if (value !== undefined && wanted.test(value)) return value;
  throw invalid(`"${key}" of the package "${values.get('name') ?? ''}" is ${value === undefined ? 'absent' : JSON.stringify(value.slice(0, 80))}`);
}

function invalid(fact: string): RepodataError {
  return new RepodataError('REPODATA_INVALID', `read primary.xml: ${fact}`, 'Publish the repository again; what is there cannot be used.');
}
