/** Jobs of one submission; a longer list is cut. Source: panda-server 2014-04, UserIF.submitJobs. */
export const maxJobsPerSubmission = 5000;

/** Ids of one status query. Source: panda-server 2014-04, UserIF.getJobStatus. */
export const maxIdsPerQuery = 5500;

/** Files of all jobs of one submission; ours, so that a small pickle of shared references cannot fill the memory. */
export const maxFilesPerRequest = 200_000;
