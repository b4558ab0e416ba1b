import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import type { Context } from '../context.ts';

/** One step of a run: `say` shows what it is at. */
export interface Step {
  readonly title: string;
  readonly run: (say: (text: string) => void) => Promise<void>;
}

/** Runs steps one after the other; draws progress on a terminal (standard error) and is quiet in a pipe. */
export async function showProgress(context: Context, steps: readonly Step[]): Promise<void> {
  if (!context.isTerminal) {
    for (const { title, run } of steps) {
      context.signal.throwIfAborted();
      if (context.tellsSteps === true) context.writeError(`${title} ...\n`);
      await run(() => undefined);
    }
    return;
  }
  const tasks = steps.map(({ title, run }) => ({
    title,
    task: async (_: unknown, task: { output: string }): Promise<void> => {
      context.signal.throwIfAborted();
      await run((text) => { task.output = text; });
    },
  }));
  const logger = new ListrLogger({ processOutput: new ProcessOutput(process.stderr, process.stderr) });
  await new Listr<object, 'default', 'silent'>(tasks, {
    registerSignalListeners: false,
    fallbackRendererCondition: false,
    rendererOptions: { logger, showErrorMessage: false, collapseErrors: true },
  }).run({});
}
