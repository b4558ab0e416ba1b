import type { Dependency } from './dependency.ts';
import { senseBits } from './dependency-entries.ts';
import type { HeaderValue } from './header-value.ts';
import type { FileTrigger, PackageSpec, Trigger } from './package-spec.ts';
import { sense } from './sense.ts';
import { triggerTags, type TriggerTags } from './trigger-tags.ts';

const whenBits = { prein: sense.triggerPrein, in: sense.triggerIn, un: sense.triggerUn, postun: sense.triggerPostun } as const;
/** What rpmbuild writes for a file trigger without a priority (rpm, build/parseScript.c). */
const defaultPriority = 1_000_000;

interface Script {
  readonly body: string;
  readonly interpreter?: string;
  readonly conditions: readonly Dependency[];
}

/** The header's arrays over triggers, file triggers and transaction file triggers. */
export function writeTriggerEntries(spec: PackageSpec): readonly (readonly [number, HeaderValue])[] {
  const ofScope = (scope: FileTrigger['scope']) => (spec.fileTriggers ?? []).filter((trigger) => trigger.scope === scope);
  return [
    ...writeScripts(triggerTags.trigger, (spec.triggers ?? []).map(toScript)),
    ...writeScripts(triggerTags.filetrigger, ofScope('package').map(toFileScript)),
    ...writePriorities(triggerTags.filetrigger.priorities, ofScope('package')),
    ...writeScripts(triggerTags.transfiletrigger, ofScope('transaction').map(toFileScript)),
    ...writePriorities(triggerTags.transfiletrigger.priorities, ofScope('transaction')),
  ];
}

/** The interpreter of each trigger; it must be there, in no particular order. */
export function listTriggerPrograms(spec: PackageSpec): readonly { readonly program: string; readonly sense: number }[] {
  return [...(spec.triggers ?? []), ...(spec.fileTriggers ?? [])].map(({ interpreter }) => ({ program: interpreter ?? '/bin/sh', sense: 0 }));
}

function toScript({ body, interpreter, when, on }: Trigger): Script {
  const conditions = on.map((condition) => ({ ...condition, sense: (condition.sense ?? 0) | whenBits[when] }));
  return { body, conditions, ...(interpreter === undefined ? {} : { interpreter }) };
}

function toFileScript({ body, interpreter, when, paths }: FileTrigger): Script {
  const conditions = paths.map((name) => ({ name, sense: whenBits[when] }));
  return { body, conditions, ...(interpreter === undefined ? {} : { interpreter }) };
}

/** Scripts in their order; conditions by name, version and flags, each with the number of its script. */
function writeScripts(tags: TriggerTags, scripts: readonly Script[]): readonly (readonly [number, HeaderValue])[] {
  const conditions = scripts
    .flatMap((script, index) => script.conditions.map(({ name, evr = '', ...rest }) => ({ name, evr, index, flags: senseBits({ name, ...rest }) })))
    .sort((left, right) => compareTexts(left.name, right.name) || compareTexts(left.evr, right.evr) || left.flags - right.flags || left.index - right.index);
  return [
    [tags.scripts, { type: 'stringArray', values: scripts.map(({ body }) => body) }],
    [tags.program, { type: 'stringArray', values: scripts.map(({ interpreter }) => interpreter ?? '/bin/sh') }],
    [tags.name, { type: 'stringArray', values: conditions.map(({ name }) => name) }],
    [tags.version, { type: 'stringArray', values: conditions.map(({ evr }) => evr) }],
    [tags.flags, { type: 'int32', values: conditions.map(({ flags }) => flags) }],
    [tags.index, { type: 'int32', values: conditions.map(({ index }) => index) }],
  ];
}

function writePriorities(tag: number, triggers: readonly FileTrigger[]): readonly (readonly [number, HeaderValue])[] {
  return [[tag, { type: 'int32', values: triggers.map(({ priority }) => priority ?? defaultPriority) }]];
}

function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
