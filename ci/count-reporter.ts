import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** Counts tests; writes the counts to the file that `BIGPANDA_TEST_COUNTS` names, else prints the closing line. */
// eslint-disable-next-line bigpanda/no-default-export -- vitest loads a reporter by its default export
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      if (module.errors().length > 0) counts.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed' || state === 'failed' || state === 'skipped') counts[state] += 1;
      }
    }
    const file = process.env['BIGPANDA_TEST_COUNTS'];
    if (file === undefined) process.on('exit', () => { console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`); });
    else writeFileSync(file, JSON.stringify(counts));
  }
}
