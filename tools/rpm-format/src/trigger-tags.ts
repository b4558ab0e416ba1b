import { headerTag } from './tag.ts';

/** The parallel arrays that triggers of one family stand in: scripts with their programs, and conditions with the number of their script. */
export interface TriggerTags {
  readonly scripts: number;
  readonly program: number;
  readonly name: number;
  readonly version: number;
  readonly flags: number;
  readonly index: number;
  /** Of file triggers only. */
  readonly priorities?: number;
}

/** Triggers on packages, on files of one package, and on files of a transaction. */
export const triggerTags = {
  trigger: {
    scripts: headerTag.triggerScripts,
    program: headerTag.triggerProgram,
    name: headerTag.triggerName,
    version: headerTag.triggerVersion,
    flags: headerTag.triggerFlags,
    index: headerTag.triggerIndex,
  },
  filetrigger: {
    scripts: headerTag.fileTriggerScripts,
    program: headerTag.fileTriggerProgram,
    name: headerTag.fileTriggerName,
    version: headerTag.fileTriggerVersion,
    flags: headerTag.fileTriggerFlags,
    index: headerTag.fileTriggerIndex,
    priorities: headerTag.fileTriggerPriorities,
  },
  transfiletrigger: {
    scripts: headerTag.transactionFileTriggerScripts,
    program: headerTag.transactionFileTriggerProgram,
    name: headerTag.transactionFileTriggerName,
    version: headerTag.transactionFileTriggerVersion,
    flags: headerTag.transactionFileTriggerFlags,
    index: headerTag.transactionFileTriggerIndex,
    priorities: headerTag.transactionFileTriggerPriorities,
  },
} as const satisfies Readonly<Record<string, TriggerTags>>;

/** rpm's word for a family of triggers. */
export type TriggerFamily = keyof typeof triggerTags;
