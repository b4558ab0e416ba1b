import type { VersionSpecifier } from './python-requirement.ts';

interface PythonVersion {
  readonly epoch: string;
  readonly release: readonly number[];
  /** What follows the release, in rpm's signs. */
  readonly suffix: string;
}

/** A version of PEP 440 as an EVR that sorts like it: zeros at the end go, `1.0rc1` becomes `1~rc1`, local parts are left out. */
export function convertVersion(text: string): string {
  const version = parseVersion(text);
  return version === undefined ? text : formatVersion(version);
}

/** One condition on a version as a dependency of rpm; nothing where PEP 440 does not know it. */
export function convertSpecifiers(name: string, { operator, version: text }: VersionSpecifier): string | undefined {
  if (text.endsWith('.*')) return convertPrefix(name, operator, parseVersion(text.slice(0, -2)));
  const version = parseVersion(text);
  if (version === undefined) return operator === '===' ? `${name} = ${text}` : undefined;
  const evr = formatVersion(version);
  switch (operator) {
    case '~=': return version.release.length < 2 ? undefined : writeRange(name, version, version.release.slice(0, -1));
    case '==': case '===': return `${name} = ${evr}`;
    case '!=': return `(${name} < ${evr} or ${name} > ${evr})`;
    default: return `${name} ${operator} ${evr}`;
  }
}

/** `1.2.*`: every version that begins so. */
function convertPrefix(name: string, operator: VersionSpecifier['operator'], version: PythonVersion | undefined): string | undefined {
  if (version === undefined) return undefined;
  const evr = formatVersion(version);
  switch (operator) {
    case '~=': case '===': return undefined;
    case '==': return writeRange(name, version, version.release);
    case '!=': return `(${name} < ${evr} or ${name} > ${formatVersion(nextRelease(version, version.release))})`;
    case '>': return `${name} >= ${evr}`;
    case '<=': return `${name} < ${evr}`;
    default: return `${name} ${operator} ${evr}`;
  }
}

/** From a version up to the next one of a shorter release. */
function writeRange(name: string, version: PythonVersion, release: readonly number[]): string {
  return `(${name} >= ${formatVersion(version)} with ${name} < ${formatVersion(nextRelease(version, release))})`;
}

function nextRelease(version: PythonVersion, release: readonly number[]): PythonVersion {
  return { ...version, release: release.map((part, index) => (index === release.length - 1 ? part + 1 : part)), suffix: '' };
}

/** PEP 440, appendix B, with the spellings that it allows for the same. */
const pattern = /^v?(?:(?<epoch>\d+)!)?(?<release>\d+(?:\.\d+)*)(?:[-_.]?(?<pre>alpha|beta|preview|pre|a|b|c|rc)[-_.]?(?<preNumber>\d*))?(?:-(?<bare>\d+)|[-_.]?(?<post>post|rev|r)[-_.]?(?<postNumber>\d*))?(?:[-_.]?(?<dev>dev)[-_.]?(?<devNumber>\d*))?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?$/;
const preNames: Readonly<Record<string, string>> = { alpha: 'a', beta: 'b', c: 'rc', pre: 'rc', preview: 'rc' };

function parseVersion(text: string): PythonVersion | undefined {
  const groups = pattern.exec(text.trim().toLowerCase())?.groups;
  if (groups === undefined) return undefined;
  const { epoch = '0', release = '', pre, preNumber, bare, post, postNumber, dev, devNumber } = groups;
  return { epoch, release: release.split('.').map(Number), suffix: writeSuffix({ pre, preNumber, post: bare ?? (post === undefined ? undefined : postNumber ?? ''), dev, devNumber }) };
}

interface Suffix {
  readonly pre: string | undefined;
  readonly preNumber: string | undefined;
  readonly post: string | undefined;
  readonly dev: string | undefined;
  readonly devNumber: string | undefined;
}

function writeSuffix({ pre, preNumber, post, dev, devNumber }: Suffix): string {
  if (pre !== undefined) return `~${preNames[pre] ?? pre}${Number(preNumber)}`;
  if (dev !== undefined) return `~~dev${Number(devNumber)}`;
  return post === undefined ? '' : `^post${Number(post)}`;
}

function formatVersion({ epoch, release, suffix }: PythonVersion): string {
  const kept = release.slice(0, Math.max(1, release.findLastIndex((part) => part !== 0) + 1));
  return `${epoch === '0' ? '' : `${epoch}:`}${kept.join('.')}${suffix}`;
}
