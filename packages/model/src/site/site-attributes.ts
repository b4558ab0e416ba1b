/**
 * Attributes of a site as clients and pilot factories read them from getSiteSpecs. Source: panda-server 2014-04,
 * `taskbuffer/SiteSpec.py`, and those that later clients look for.
 */
export const siteAttributes = [
  'sitename', 'nickname', 'dq2url', 'cloud', 'ddm', 'lfchost', 'type', 'gatekeeper', 'releases', 'memory', 'maxtime', 'status', 'space', 'retry', 'cmtconfig',
  'setokens', 'seprodpath', 'glexec', 'priorityoffset', 'allowedgroups', 'defaulttoken', 'queue', 'localqueue', 'validatedreleases', 'accesscontrol',
  'copysetup', 'maxinputsize', 'cachedse', 'allowdirectaccess', 'comment', 'cloudlist', 'statusmodtime', 'lfcregister', 'countryGroup', 'availableCPU',
  'pledgedCPU', 'coreCount', 'reliabilityLevel', 'iscvmfs', 'transferringlimit', 'maxwdir', 'fairsharePolicy', 'minmemory', 'maxmemory', 'mintime', 'allowfax',
] as const;

export type SiteAttribute = (typeof siteAttributes)[number];
