/** Which of the cases of a campaign are looked at. */
export interface CaseChoice {
  /** So many, taken by chance from all of them; all when absent. */
  readonly count?: number | undefined;
  /** Only every so many of them, from this one on: a part of all, for a machine that others use too. */
  readonly part?: { readonly from: number; readonly every: number } | undefined;
}

/** Those of the cases that are looked at. */
export function chooseCases<Case>(all: readonly Case[], { count, part }: CaseChoice, random: () => number): readonly Case[] {
  if (count === undefined) return all.filter((_, index) => part === undefined || index % part.every === part.from);
  return Array.from({ length: count }, () => all[Math.floor(random() * all.length)]).filter((each) => each !== undefined);
}
