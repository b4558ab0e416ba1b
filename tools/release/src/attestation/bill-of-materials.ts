import { hash } from 'node:crypto';
import { ComponentType, HashAlgorithm } from '@cyclonedx/cyclonedx-library/Enums';
import { Factories } from '@cyclonedx/cyclonedx-library/Contrib/License';
import { Bom, BomRefRepository, Component, HashDictionary, LicenseRepository, OrganizationalEntity, Property, PropertyRepository, Tool, ToolRepository, Tools, Metadata, ComponentRepository } from '@cyclonedx/cyclonedx-library/Models';
import { JSON as Json, JsonSerializer } from '@cyclonedx/cyclonedx-library/Serialize';
import { Spec1dot6 } from '@cyclonedx/cyclonedx-library/Spec';
import { PackageURL } from 'packageurl-js';
import parseExpression from 'spdx-expression-parse';
import { canonicalJson } from '@bigpanda/release-model';
import type { BuiltBundle, BundledLibrary } from './built-bundles.ts';

/** What a bill of materials says of the package itself. */
export interface BilledPackage {
  readonly name: string;
  /** With the release. */
  readonly version: string;
  readonly arch: string;
  readonly summary: string;
  readonly licence: string;
  /** Empty when nobody says it. */
  readonly vendor: string;
  /** 64 hex digits. */
  readonly headerSha256: string;
  /** Of the program that made it. */
  readonly toolVersion: string;
}

const licences = new Factories.LicenseFactory(parseExpression);

/**
 * The bill of materials of a package: CycloneDX 1.6 as JSON. Its components are the npm packages of which its bundles hold code, each with licence, package URL and,
 * where there is a lock file, the digest of its archive; the dependencies are who imports whom. It has no time, and its serial number follows from the
 * digest of the package's header, so that the same package has the same bytes.
 * @param bundles those that the package installs
 */
export function describeMaterials(billed: BilledPackage, bundles: readonly BuiltBundle[]): string {
  const names = new Map(bundles.flatMap(({ packages }) => packages.map((one) => [one.folder, nameLibrary(one)] as const)));
  const libraries = joinLibraries(bundles);
  const components = new Map([...libraries].map(([name, one]) => [name, describeLibrary(one, name)]));
  const own = describePackage(billed);
  const link = (component: Component, folders: readonly string[]): void => {
    component.dependencies = new BomRefRepository(folders.flatMap((folder) => components.get(names.get(folder) ?? '')?.bomRef ?? []));
  };
  link(own, bundles.flatMap(({ imports }) => imports));
  for (const [name, component] of components) link(component, libraries.get(name)?.imports ?? []);
  const bom = new Bom({
    serialNumber: `urn:uuid:${toUuid(billed.headerSha256)}`,
    metadata: new Metadata({ component: own, tools: new Tools({ tools: new ToolRepository([new Tool({ name: 'bigpanda', version: billed.toolVersion })]) }) }),
    components: new ComponentRepository(components.values()),
  });
  return canonicalJson(JSON.parse(new JsonSerializer(new Json.Normalize.Factory(Spec1dot6)).serialize(bom, { sortLists: true })));
}

/** Each version of a library once, by its package URL, wherever it is installed and whichever bundles hold it; it imports what it imports in any of them. */
function joinLibraries(bundles: readonly BuiltBundle[]): ReadonlyMap<string, BundledLibrary> {
  const joined = new Map<string, BundledLibrary>();
  for (const one of bundles.flatMap(({ packages }) => packages)) {
    const name = nameLibrary(one);
    joined.set(name, { ...one, imports: [...joined.get(name)?.imports ?? [], ...one.imports] });
  }
  return joined;
}

function nameLibrary(library: BundledLibrary): string {
  const { scope, short } = splitName(library.name);
  return new PackageURL('npm', scope, short, library.version, undefined, undefined).toString();
}

function splitName(name: string): { readonly scope?: string; readonly short: string } {
  const slash = name.indexOf('/');
  return slash < 0 ? { short: name } : { scope: name.slice(0, slash), short: name.slice(slash + 1) };
}

function describePackage({ name, version, arch, summary, licence, vendor, headerSha256 }: BilledPackage): Component {
  const purl = new PackageURL('rpm', vendor === '' ? undefined : vendor.toLowerCase(), name, version, { arch }, undefined).toString();
  return new Component(ComponentType.Application, name, {
    bomRef: purl, purl, version, description: summary,
    licenses: new LicenseRepository([licences.makeFromString(licence)]),
    ...(vendor === '' ? {} : { supplier: new OrganizationalEntity({ name: vendor }) }),
    properties: new PropertyRepository([new Property('bigpanda:rpm-header-sha256', headerSha256)]),
  });
}

function describeLibrary({ name, version, licence, sha512 }: BundledLibrary, purl: string): Component {
  const { scope, short } = splitName(name);
  return new Component(ComponentType.Library, short, {
    bomRef: purl, purl, version,
    ...(scope === undefined ? {} : { group: scope }),
    ...(sha512 === undefined ? {} : { hashes: new HashDictionary([[HashAlgorithm['SHA-512'], sha512]]) }),
    licenses: new LicenseRepository(licence === undefined ? [] : [licences.makeFromString(licence)]),
  });
}

/** A UUID of digits of one's own making: version 8 (RFC 9562 section 5.8). */
function toUuid(text: string): string {
  const digits = hash('sha256', `bill of materials ${text}`);
  return [digits.slice(0, 8), digits.slice(8, 12), `8${digits.slice(13, 16)}`, `a${digits.slice(17, 20)}`, digits.slice(20, 32)].join('-');
}
