/** Where a rule of ours is explained: a heading of the generated page, as a path below the workspace of lint. */
export function documentationOf(rule: string): string {
  return `docs/lint.md#${rule}`;
}
