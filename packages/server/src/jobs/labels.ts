/** Labels of jobs that users submit; they are answered with their jobset. Source: panda-server, UserIF.submitJobs. */
export const userLabels: ReadonlySet<unknown> = new Set(['user', 'panda', 'ptest', 'rc_test']);

/** Labels of jobs that work for users at a site. */
export const analysisLabels: ReadonlySet<unknown> = new Set(['user', 'panda']);
