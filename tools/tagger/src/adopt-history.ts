import semver from 'semver';
import type { AdoptedTags } from './version-rules.ts';

export interface AdoptionInput {
  /** RPM names of the components. */
  readonly names: readonly string[];
  /** All tags of the repository. */
  readonly tags: readonly string[];
  /** Tags that are read already, by the format and what was adopted before. */
  readonly isKnown: (tag: string) => boolean;
}

/** A shape of tags that was learned. */
export interface LearnedShape extends AdoptedTags {
  readonly tags: readonly string[];
  /** Highest version among them, as semver writes it. */
  readonly highest: string;
}

/** A shape of tags that names no component. */
export interface AmbiguousShape extends Omit<LearnedShape, 'component'> {
  /** RPM names of the components that they may stand for. */
  readonly components: readonly string[];
}

export interface Adoption {
  readonly known: readonly string[];
  readonly learned: readonly LearnedShape[];
  /** Shapes of tags that any of several components may have made: only a person knows which. */
  readonly ambiguous: readonly AmbiguousShape[];
  /** Tags that say no release, each with why. */
  readonly unplaced: readonly { readonly tag: string; readonly reason: string }[];
}

/** A tag as text around a version: `v1.1.7`, `release_1_0_2`, `bigpandamon-core/1.0`. */
const taggedVersion = /^(.*?)(?<!\d)(\d+(?:[._-]\d+)+)([-.]?(?:a|b|rc|alpha|beta|dev|pre|post)[-.]?\d*)?$/i;

/** Words before a version that name no component. */
const namesNothing = /^(?:|.*tags?)$/;

/** Learns from tags of any shape which releases of which components they stand for, and says which it could not place. */
export function adoptHistory({ names, tags, isKnown }: AdoptionInput): Adoption {
  const known = tags.filter(isKnown);
  const unplaced: { tag: string; reason: string }[] = [];
  const shapes = new Map<string, { component: string | undefined; format: string; tags: string[]; versions: string[] }>();
  for (const tag of tags.filter((one) => !isKnown(one))) {
    const placed = placeTag(tag, names);
    if ('reason' in placed) {
      unplaced.push({ tag, reason: placed.reason });
      continue;
    }
    const shape = shapes.get(placed.format) ?? { component: placed.component, format: placed.format, tags: [], versions: [] };
    shapes.set(placed.format, shape);
    shape.tags.push(tag);
    shape.versions.push(placed.version);
  }
  const found = [...shapes.values()].map(({ versions, ...shape }) => ({ ...shape, highest: versions.sort(semver.rcompare)[0] ?? '' }))
    .sort((left, right) => right.tags.length - left.tags.length || (left.format < right.format ? -1 : 1));
  return {
    known,
    learned: found.flatMap(({ component, ...shape }) => (component === undefined ? [] : [{ component, ...shape }])),
    ambiguous: found.flatMap(({ component, ...shape }) => (component === undefined ? [{ components: names, ...shape }] : [])),
    unplaced,
  };
}

type Placement = { readonly component: string | undefined; readonly format: string; readonly version: string } | { readonly reason: string };

function placeTag(tag: string, names: readonly string[]): Placement {
  const [, prefix, numbers, word = ''] = taggedVersion.exec(tag) ?? [];
  if (prefix === undefined || numbers === undefined) return { reason: 'no version at its end' };
  const version = readLooseVersion(`${numbers}${word}`);
  if (version === undefined) return { reason: 'its version has no place in the order MAJOR.MINOR.PATCH' };
  const component = ownerOf(prefix, names);
  if (component === undefined && !namesNothing.test(wordsOf(prefix))) return { reason: `its prefix "${prefix}" names no component` };
  return { component, format: `${prefix}\${version}`, version };
}

/** The component that a prefix names; one that names nothing belongs to the only component there is. */
function ownerOf(prefix: string, names: readonly string[]): string | undefined {
  const words = wordsOf(prefix);
  const exact = names.find((name) => name.toLowerCase() === words);
  if (exact !== undefined) return exact;
  return names.length === 1 && namesNothing.test(words) ? names[0] : undefined;
}

/** What a prefix says besides that a version follows. */
function wordsOf(prefix: string): string {
  return prefix.toLowerCase().replace(/[-_./]?(?:v|r|rel|release|version)?[-_./]*$/, '').split('/').at(-1) ?? '';
}

/** A version in an older way of writing: two numbers, `_` or `-` between numbers, a pre-release word without a hyphen. */
export function readLooseVersion(text: string): string | undefined {
  const [, numbers = '', word = ''] = /^(\d+(?:[._-]\d+)*)(.*)$/.exec(text) ?? [];
  const parts = numbers.split(/[._-]/).map((part) => String(Number(part)));
  if (parts.length < 2 || parts.length > 3) return undefined;
  const pre = word.replace(/^[-.]/, '').replace(/^([a-z]+)[-.]?(\d+)$/i, '$1.$2');
  return semver.valid(`${[...parts, '0'].slice(0, 3).join('.')}${pre === '' ? '' : `-${pre}`}`) ?? undefined;
}
