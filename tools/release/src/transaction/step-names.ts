/** The steps of a release, in their order. Nothing before `push` is seen by anybody else, and `abort` takes it back. */
export const stepNames = ['changelog', 'tag', 'build', 'pack', 'npm-pack', 'lint', 'stage', 'rehearse', 'record', 'push', 'promote', 'npm-publish'] as const;
export type StepName = (typeof stepNames)[number];
