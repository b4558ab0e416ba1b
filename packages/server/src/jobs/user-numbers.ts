import type { SpecValue } from '@bigpanda/model';

/** What the jobs of a submission say of their numbers. */
export interface WantedNumbers {
  readonly jobDefinitionId: SpecValue | undefined;
  readonly jobsetId: SpecValue | undefined;
}

/** What they get, and the user's counter after it. */
export interface UserNumbers {
  readonly jobDefinitionId: number;
  readonly jobsetId: number;
  readonly counter: number;
}

/**
 * The numbers of a user's submission: those it names when they are new, else the next of the user's counter; a new
 * jobset comes before its first job definition. Source: panda-server 2014-04, OraDBProxy.getUserParameter.
 */
export function chooseUserNumbers({ jobDefinitionId, jobsetId }: WantedNumbers, counter: number): UserNumbers {
  const wantedDefinition = wholeNumber(jobDefinitionId);
  const wantedJobset = wholeNumber(jobsetId);
  const jobset = wantedJobset ?? Math.max(counter + 1, wantedDefinition ?? 0);
  const afterJobset = wantedJobset === undefined ? Math.max(counter, jobset) : counter;
  const definition = wantedDefinition !== undefined && wantedDefinition > afterJobset ? wantedDefinition : afterJobset + 1;
  return { jobDefinitionId: definition, jobsetId: jobset, counter: Math.max(definition, jobset, counter) };
}

function wholeNumber(value: SpecValue | undefined): number | undefined {
  const number = Number(value ?? 0);
  return Number.isSafeInteger(number) && number > 0 && number < 2 ** 31 ? number : undefined;
}
