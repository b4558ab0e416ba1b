import { watchJobs, type WatchContext } from './watchdog.ts';

/** Rounds that go on until they are stopped. */
export interface Rounds {
  /** Lets the round at hand come to its end, and begins no more. */
  stop(): Promise<void>;
}

/** Lets the watchdogs do a round every so many seconds, and some chores after it; a round that fails is told and does not keep the next from beginning. */
export function beginRounds(context: WatchContext, { everySeconds, chores }: { readonly everySeconds: number; readonly chores: readonly (() => Promise<unknown>)[] }): Rounds {
  let round: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    try {
      const did = await watchJobs(context);
      for (const chore of chores) await chore();
      if (Object.values(did).some((count) => count > 0)) context.log.info(did, 'watchdogs did a round');
    } catch (error) {
      context.log.error({ err: error }, 'a round of the watchdogs failed');
    }
    round = undefined;
  };
  const timer = setInterval(() => { round ??= run(); }, everySeconds * 1000);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await round;
    },
  };
}
