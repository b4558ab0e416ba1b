import type { PackageDescription, Target } from '@bigpanda/release-model';
import type { FileTrigger, Trigger } from '@bigpanda/rpm-format';
import { joinScript } from './shell-text.ts';
import { isForTarget } from './target-choice.ts';

/**
 * The triggers of a package for a target.
 * @param conditions what sets off each trigger of the description, in its order
 */
export function planTriggers({ triggers }: PackageDescription, conditions: readonly Trigger['on'][], target: Target): readonly Trigger[] {
  return triggers.flatMap((entry, index) =>
    isForTarget(entry, target) ? [{ when: entry.when, on: conditions[index] ?? [], ...describeScript(entry) }] : [],
  );
}

/** The file triggers of a package for a target. */
export function planFileTriggers({ fileTriggers }: PackageDescription, target: Target): readonly FileTrigger[] {
  return fileTriggers.filter((entry) => isForTarget(entry, target)).map(({ when, scope, paths, priority, ...script }) => ({
    when,
    scope,
    paths,
    ...describeScript(script),
    ...(priority === undefined ? {} : { priority }),
  }));
}

function describeScript({ script, interpreter }: { readonly script: string; readonly interpreter?: string | undefined }): Pick<Trigger, 'body' | 'interpreter'> {
  return { body: joinScript(script) ?? '', ...(interpreter === undefined ? {} : { interpreter }) };
}
