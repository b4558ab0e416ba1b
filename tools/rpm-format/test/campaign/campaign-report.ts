/** What a campaign found. */
export interface CampaignReport {
  readonly rounds: number;
  /** One line for each thing that must not happen; empty when all is well. */
  readonly failures: readonly string[];
  /** Numbers worth printing, such as the slowest round. */
  readonly figures: Readonly<Record<string, number>>;
}
