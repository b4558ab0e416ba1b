import type { Dependency } from './dependency.ts';
import { toDependency } from './dependency-reader.ts';
import { readNumbers, readTexts } from './header-access.ts';
import type { Header } from './header-reader.ts';
import { RpmFormatError } from './rpm-format-error.ts';
import { sense } from './sense.ts';
import { triggerTags, type TriggerFamily, type TriggerTags } from './trigger-tags.ts';

/** A trigger as a header holds it. */
export interface PackagedTrigger {
  readonly family: TriggerFamily;
  /** Empty where no condition says it. */
  readonly when: 'prein' | 'in' | 'un' | 'postun' | '';
  /** Packages, or the beginnings of paths; in the order of the header. */
  readonly on: readonly Dependency[];
  readonly interpreter: string;
  readonly body: string;
  /** Of file triggers only. */
  readonly priority?: number;
}

const whenBits = [['prein', sense.triggerPrein], ['in', sense.triggerIn], ['un', sense.triggerUn], ['postun', sense.triggerPostun]] as const;

/**
 * The triggers of a package by family, in the order of the header.
 * @throws RpmFormatError `TAG_TYPE_WRONG`, `TAG_COUNT_WRONG` when arrays that belong together differ in length
 */
export function readTriggers(header: Header): readonly PackagedTrigger[] {
  return (Object.keys(triggerTags) as readonly TriggerFamily[]).flatMap((family) => readFamily(header, family));
}

function readFamily(header: Header, family: TriggerFamily): readonly PackagedTrigger[] {
  const tags: TriggerTags = triggerTags[family];
  const bodies = readTexts(header, tags.scripts);
  const programs = readTexts(header, tags.program);
  const priorities = tags.priorities === undefined ? [] : readNumbers(header, tags.priorities);
  const conditions = readConditions(header, tags);
  return bodies.map((body, index) => {
    const own = conditions.get(index) ?? [];
    const flags = own[0]?.sense ?? 0;
    const priority = priorities[index];
    return {
      family,
      when: whenBits.find(([, bit]) => (flags & bit) !== 0)?.[0] ?? '',
      on: own,
      interpreter: programs[index] ?? '',
      body,
      ...(priority === undefined ? {} : { priority }),
    };
  });
}

/** Conditions by the number of their script. */
function readConditions(header: Header, tags: TriggerTags): ReadonlyMap<number, readonly Dependency[]> {
  const names = readTexts(header, tags.name);
  const [versions, flags, indexes] = [readTexts(header, tags.version), readNumbers(header, tags.flags), readNumbers(header, tags.index)];
  if ([versions, flags, indexes].some(({ length }) => length !== names.length)) {
    const message = `read triggers: found ${names.length} names, ${versions.length} versions, ${flags.length} flags and ${indexes.length} numbers of scripts; wanted as many of each`;
    throw new RpmFormatError('TAG_COUNT_WRONG', message, { tag: tags.name });
  }
  const found = new Map<number, Dependency[]>();
  for (const [position, index] of indexes.entries()) {
    const condition = toDependency(names[position] ?? '', flags[position] ?? 0, versions[position] ?? '');
    const others = found.get(index);
    if (others === undefined) found.set(index, [condition]);
    else others.push(condition);
  }
  return found;
}
