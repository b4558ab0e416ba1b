import type { Bump } from '@bigpanda/release-model';
import semver from 'semver';
import { parseLevel } from './level.ts';

/** `1.1.7`, `v1.1.7`, `Version 0.3.0`, `Updating release to 0.1.0`, `bump version to 1.0.0`. */
const statedVersion = /^(?:(?:bump|updat|increas|releas|new|mov|set|chang)\w*\s+)?(?:(?:the\s+|package\s+)?(?:release|version)\s*(?:number\s*)?)?(?:to\s+|as\s+|:\s*)?v?(\d+\.\d+\.\d+)\.?(?:\s+-\s.*)?$/i;
/** `New minor version to indicate oracledb dependency`, `Released major version after deletion of old API`. */
const statedWord = /\b(?:new|releas\w*|bump\w*|updat\w*|increas\w*)\s+(major|minor)\b/i;

/**
 * The level that a message in prose states in words or by a version above the last release; absent where it states none.
 * How people who use no convention declare what a release is (seen in panda-server, panda-jedi and panda-bigmon-core).
 */
export function findStatedLevel(message: string, last: string): Bump | undefined {
  const [subject = ''] = message.split('\n');
  const word = statedWord.exec(subject)?.[1]?.toLowerCase();
  if (word !== undefined) return parseLevel(word);
  const version = statedVersion.exec(subject.trim())?.[1];
  if (version === undefined || semver.valid(version) === null || !semver.gt(version, last)) return undefined;
  return parseLevel(semver.diff(last, version)) ?? undefined;
}
