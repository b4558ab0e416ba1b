import type { Command } from 'commander';
import { canonicalJson } from '@bigpanda/release-model';
import type { Context } from '../context.ts';
import { takeReleaseBack } from '../transaction/open-release.ts';
import { defineUnderWayCommand } from './under-way.ts';

export function defineAbortCommand(command: Command, context: Context): void {
  defineUnderWayCommand(command, context, {
    run: takeReleaseBack,
    show: ({ scene: { id, order } }, isJson) => {
      context.write(isJson ? canonicalJson({ aborted: id, head: order.head }) : `Took release ${id} back: "${order.branch}" is at ${order.head.slice(0, 10)} again, and its tags are gone. A snapshot that was staged already stays where nobody looks until bigpanda repo gc.\n`);
    },
  });
}
