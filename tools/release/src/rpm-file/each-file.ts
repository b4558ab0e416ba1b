import type { Context } from '../context.ts';
import { describeFailure } from '../view/failure.ts';

/** What became of several files: one that fails does not keep the others from being done. */
export interface EachFile<Result> {
  readonly results: readonly Result[];
  readonly failures: readonly unknown[];
}

/** Does the same with each file, one after the other. */
export async function doEach<Result>(files: readonly string[], work: (file: string) => Promise<Result>): Promise<EachFile<Result>> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  for (const file of files) {
    try {
      results.push(await work(file));
    } catch (error) {
      failures.push(error);
    }
  }
  return { results, failures };
}

/** Says why files failed, after the results of the others were written; the last reason is thrown and gives the exit status. */
export function throwFailures(context: Pick<Context, 'writeError'>, failures: readonly unknown[]): void {
  if (failures.length === 0) return;
  for (const failure of failures.slice(0, -1)) context.writeError(describeFailure(failure, false).text);
  throw failures.at(-1);
}
