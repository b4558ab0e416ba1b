/** Where a rule of ours is explained: a heading of lint's README, as a path below the workspace. */
export function documentationOf(rule: string): string {
  return `tools/lint/README.md#${rule}`;
}
