import type { Command } from 'commander';
import { canonicalJson } from '@bigpanda/release-model';
import { adoptHistory, createReleaseTagReader, openRepository, readTagNames } from '@bigpanda/tagger';
import type { Context } from '../context.ts';
import { renderAdoption } from '../view/adoption.ts';

export function defineAdoptHistoryCommand(command: Command, context: Context): void {
  command
    .option('--json', 'print the result as JSON')
    .action(async (options: { readonly json?: true }) => {
      const { components, rules, position, isConfigured } = await openRepository(context.workingFolder);
      const names = components.map(({ name }) => name);
      const { read } = createReleaseTagReader(names, rules);
      const adoption = adoptHistory({ names, tags: await readTagNames(position.root), isKnown: (tag) => read(tag).length > 0 });
      context.write(options.json === true ? canonicalJson(adoption) : renderAdoption(adoption, isConfigured ? { adopted: rules.adopted } : {}));
    });
}
