import type { Command } from 'commander';
import { canonicalJson, ReleaseError, type PlannedComponent } from '@bigpanda/release-model';
import { explainVersion, openRepository, planPastRelease, planRepository, suggestComponent, type PlannableRepository } from '@bigpanda/tagger';
import { planCache } from '../cache-folder.ts';
import type { Context } from '../context.ts';
import { renderExplanation } from '../view/explanation.ts';
import { addPlanFacts, type PlanFactFlags } from './plan/plan-facts.ts';
import { describeForeignTags } from './plan/plan-notes.ts';
import { readPlanFacts } from './plan/read-plan-facts.ts';

interface WhyOptions extends PlanFactFlags {
  readonly json?: true;
}

export function defineWhyCommand(command: Command, context: Context): void {
  addPlanFacts(command.argument('<name[@version]>', 'RPM name of a component, such as panda-server or panda-server@0.2.0'))
    .option('--json', 'print the chain as JSON')
    .action(async (subject: string, options: WhyOptions) => {
      const [name, version] = parseSubject(subject);
      const repository = await openRepository(context.workingFolder);
      requireComponent(repository, name);
      const planned = version === undefined ? await planOne(repository, name, { options, context }) : await planPastRelease(repository, name, version);
      const steps = explainVersion(planned, version === undefined ? 'next' : 'past');
      const notes = [
        ...(version !== undefined && planned.nextVersion !== version ? [`It was released as ${version}; by the rules of today it would be ${planned.nextVersion}.`] : []),
        ...(version === undefined ? describeForeignTags(repository, { components: [planned] }) : []),
      ];
      if (options.json === true) for (const note of notes) context.writeError(`warning: ${note}\n`);
      context.write(options.json === true ? canonicalJson({ name, ...(version === undefined ? {} : { version }), planned: planned.nextVersion, steps }) : renderExplanation(steps, { colours: context.colours, columns: context.columns, notes }));
    });
}

/** A name, or a name and a version. */
function parseSubject(subject: string): readonly [string, string | undefined] {
  const [, name, version] = /^([^@]+)(?:@([^@]+))?$/.exec(subject) ?? [];
  if (name !== undefined) return [name, version];
  throw new ReleaseError('SUBJECT_INVALID', `explain a version: "${subject}" is not NAME or NAME@VERSION`, { exitStatus: 2, hint: 'For example: bigpanda why panda-server@0.2.0' });
}

/** @throws ReleaseError `COMPONENT_UNKNOWN` */
export function requireComponent({ components }: PlannableRepository, name: string): void {
  if (components.some((component) => component.name === name)) return;
  throw new ReleaseError('COMPONENT_UNKNOWN', `choose components: no component is called "${name}"; ${suggestComponent(name, components)}`, { exitStatus: 2, hint: 'Name components as their rpm.json does; bigpanda plan lists them.' });
}

async function planOne(repository: PlannableRepository, name: string, { options, context }: { readonly options: WhyOptions; readonly context: Context }): Promise<PlannedComponent> {
  const plan = await planRepository(repository, { kind: 'release', ...planCache(context), ...await readPlanFacts(repository, options, context) });
  const found = plan.components.find((component) => component.name === name);
  if (found === undefined) throw new RangeError(`a plan has every component, also ${name}`);
  return found;
}
