import type { JobAttributes } from '@bigpanda/model';
import type { BrokerageView } from './broker-jobs.ts';
import { chooseSite, type SiteChoice } from './choose-site.ts';

/** What is wanted of the other site. */
export interface OtherSiteWish {
  readonly cloud?: string | undefined;
  /** Parts of names of sites that must not be chosen. */
  readonly excludedSites?: readonly string[];
}

/** The best site for a job but the one that it is at; its cloud counts no longer unless it is wished for. */
export function chooseOther({ computingSite, cloud: _cloud, ...job }: JobAttributes, { sites, loads }: BrokerageView, { cloud, excludedSites = [] }: OtherSiteWish = {}): SiteChoice {
  const others = sites.filter(({ name }) => name !== computingSite && !excludedSites.some((part) => part !== '' && name.includes(part)));
  return chooseSite(cloud === undefined ? job : { ...job, cloud }, others, loads);
}
