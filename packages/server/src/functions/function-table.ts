import { ackCommands } from './ack-commands.ts';
import { addHarvesterDialogs } from './add-harvester-dialogs.ts';
import { addSiteAccess } from './add-site-access.ts';
import { avalancheTask } from './avalanche-task.ts';
import { changeJobPriorities } from './change-job-priorities.ts';
import { changeTaskAttribute } from './change-task-attribute.ts';
import { changeTaskModTime } from './change-task-mod-time.ts';
import { changeTaskPriority } from './change-task-priority.ts';
import { checkEventsAvailability } from './check-events-availability.ts';
import { checkJobStatus } from './check-job-status.ts';
import { checkMergeGenerationStatus } from './check-merge-generation-status.ts';
import { checkSandboxFile } from './check-sandbox-file.ts';
import { datasetCompleted } from './dataset-completed.ts';
import { deleteFile } from './delete-file.ts';
import { fetchLog } from './fetch-log.ts';
import { finishTask } from './finish-task.ts';
import { genPilotToken } from './gen-pilot-token.ts';
import { getAccessToken } from './get-access-token.ts';
import { getActiveDatasets } from './get-active-datasets.ts';
import { getAssigningTask } from './get-assigning-task.ts';
import { getAttr } from './get-attr.ts';
import { getBanUsers } from './get-ban-users.ts';
import { getCachePrefixes } from './get-cache-prefixes.ts';
import { getCloudSpecs } from './get-cloud-specs.ts';
import { getCmtConfigList } from './get-cmt-config-list.ts';
import { getCommands } from './get-commands.ts';
import { getDetailedJobStatistics } from './get-detailed-job-statistics.ts';
import { getDisInUseForAnal } from './get-dis-in-use-for-anal.ts';
import { getEventRanges } from './get-event-ranges.ts';
import { getEventsStatus } from './get-events-status.ts';
import { getFile } from './get-file.ts';
import { getFilesInDatasets } from './get-files-in-datasets.ts';
import { getFilesInUseForAnal } from './get-files-in-use-for-anal.ts';
import { getFullJobStatus } from './get-full-job-status.ts';
import { getHighestPrioJobStat } from './get-highest-prio-job-stat.ts';
import { getJediTaskDetails } from './get-jedi-task-details.ts';
import { getJediTasksInTimeRange } from './get-jedi-tasks-in-time-range.ts';
import { getJob } from './get-job.ts';
import { getJobDescriptions } from './get-job-descriptions.ts';
import { getJobIDsInTimeRange } from './get-job-ids-in-time-range.ts';
import { getJobStatistics } from './get-job-statistics.ts';
import { getJobStatisticsForBamboo } from './get-job-statistics-for-bamboo.ts';
import { getJobStatisticsPerSite } from './get-job-statistics-per-site.ts';
import { getJobStatisticsPerSiteLabelResource } from './get-job-statistics-per-site-label-resource.ts';
import { getJobStatisticsPerSiteResource } from './get-job-statistics-per-site-resource.ts';
import { getJobStatisticsPerUserSite } from './get-job-statistics-per-user-site.ts';
import { getJobStatisticsWithLabel } from './get-job-statistics-with-label.ts';
import { getJobStatus } from './get-job-status.ts';
import { getJobsToBeUpdated } from './get-jobs-to-be-updated.ts';
import { getKeyPair } from './get-key-pair.ts';
import { getLFNsInUseForAnal } from './get-lfns-in-use-for-anal.ts';
import { getMaxWorkerId } from './get-max-worker-id.ts';
import { getNUserJobs } from './get-n-user-jobs.ts';
import { getNumPilots } from './get-num-pilots.ts';
import { getPandaIDwithJobExeID } from './get-pand-id-with-job-exe-id.ts';
import { getPandIDsWithJobID } from './get-pand-ids-with-job-id.ts';
import { getPandaClientVer } from './get-panda-client-ver.ts';
import { getPandaIDsSite } from './get-panda-ids-site.ts';
import { getPandaIDsWithTaskID } from './get-panda-ids-with-task-id.ts';
import { getParentDetailedInfo } from './get-parent-detailed-info.ts';
import { getProxy } from './get-proxy.ts';
import { getProxyKey } from './get-proxy-key.ts';
import { getQueuedAnalJobs } from './get-queued-anal-jobs.ts';
import { getResourceTypes } from './get-resource-types.ts';
import { getRetryHistory } from './get-retry-history.ts';
import { getScriptOfflineRunning } from './get-script-offline-running.ts';
import { getSerialNumberForGroupJob } from './get-serial-number-for-group-job.ts';
import { getServer } from './get-server.ts';
import { getSiteSpecs } from './get-site-specs.ts';
import { getSlimmedFileInfoPandaIDs } from './get-slimmed-file-info-pand-ids.ts';
import { getStatus } from './get-status.ts';
import { getStatusOfJobs } from './get-status-of-jobs.ts';
import { getTaskDetailedInfo } from './get-task-detailed-info.ts';
import { getTaskParamsMap } from './get-task-params-map.ts';
import { getTaskStatus } from './get-task-status.ts';
import { getTasksDetailedInfoSince } from './get-tasks-detailed-info-since.ts';
import { getTokenKey } from './get-token-key.ts';
import { getUserAttributes } from './get-user-attributes.ts';
import { getUserJobMetadata } from './get-user-job-metadata.ts';
import { getUserSecrets } from './get-user-secrets.ts';
import { getVomsAttr } from './get-voms-attr.ts';
import { getWorkerStats } from './get-worker-stats.ts';
import { harvesterIsAlive } from './harvester-is-alive.ts';
import { increaseAttemptNr } from './increase-attempt-nr.ts';
import { insertSandboxFileInfo } from './insert-sandbox-file-info.ts';
import { insertTaskParams } from './insert-task-params.ts';
import { isAlive } from './is-alive.ts';
import { killJobs } from './kill-jobs.ts';
import { killTask } from './kill-task.ts';
import { killUnfinishedJobs } from './kill-unfinished-jobs.ts';
import { listSiteAccess } from './list-site-access.ts';
import { pauseTask } from './pause-task.ts';
import { putFile } from './put-file.ts';
import { queryJobInfoPerCloud } from './query-job-info-per-cloud.ts';
import { queryLastFilesInDataset } from './query-last-files-in-dataset.ts';
import { queryPandaIDs } from './query-panda-ids.ts';
import { reactivateTask } from './reactivate-task.ts';
import { reassignJobs } from './reassign-jobs.ts';
import { reassignTask } from './reassign-task.ts';
import { registerProxyKey } from './register-proxy-key.ts';
import { releaseTask } from './release-task.ts';
import { reloadInput } from './reload-input.ts';
import { reportWorkerStatsJobtype } from './report-worker-stats-jobtype.ts';
import { resubmitJobs } from './resubmit-jobs.ts';
import { resumeTask } from './resume-task.ts';
import { retryFailedJobsInActive } from './retry-failed-jobs-in-active.ts';
import { retryTask } from './retry-task.ts';
import { runBrokerage } from './run-brokerage.ts';
import { runReBrokerage } from './run-re-brokerage.ts';
import { runTaskAssignment } from './run-task-assignment.ts';
import { seeCloudTask } from './see-cloud-task.ts';
import { sendCommandToJob } from './send-command-to-job.ts';
import { sendLogInfo } from './send-log-info.ts';
import { setCloudTaskByUser } from './set-cloud-task-by-user.ts';
import { setDebugMode } from './set-debug-mode.ts';
import { setNumSlotsForWP } from './set-num-slots-for-wp.ts';
import { setUserSecret } from './set-user-secret.ts';
import { submitJobs } from './submit-jobs.ts';
import { sweepPQ } from './sweep-pq.ts';
import { touchFile } from './touch-file.ts';
import { updateEventRange } from './update-event-range.ts';
import { updateEventRanges } from './update-event-ranges.ts';
import { updateFileStatusInDisp } from './update-file-status-in-disp.ts';
import { updateJob } from './update-job.ts';
import { updateJobsInBulk } from './update-jobs-in-bulk.ts';
import { updateLog } from './update-log.ts';
import { updateProdDBUpdateTimes } from './update-prod-db-update-times.ts';
import { updateSiteAccess } from './update-site-access.ts';
import { updateWorkerNode } from './update-worker-node.ts';
import { updateWorkerNodeGpu } from './update-worker-node-gpu.ts';
import { updateWorkerPilotStatus } from './update-worker-pilot-status.ts';
import { updateWorkers } from './update-workers.ts';
import { uploadLog } from './upload-log.ts';
import { offer, type OfferedFunction } from './server-function.ts';

/** Everything the server does; a new function is a new file and a line here. */
export const functionTable: readonly OfferedFunction[] = [
  offer(ackCommands),
  offer(addHarvesterDialogs),
  offer(addSiteAccess),
  offer(avalancheTask),
  offer(changeJobPriorities),
  offer(changeTaskAttribute),
  offer(changeTaskModTime),
  offer(changeTaskPriority),
  offer(checkEventsAvailability),
  offer(checkJobStatus),
  offer(checkMergeGenerationStatus),
  offer(checkSandboxFile),
  offer(datasetCompleted),
  offer(deleteFile),
  offer(fetchLog),
  offer(finishTask),
  offer(genPilotToken),
  offer(getAccessToken),
  offer(getActiveDatasets),
  offer(getAssigningTask),
  offer(getAttr),
  offer(getBanUsers),
  offer(getCachePrefixes),
  offer(getCloudSpecs),
  offer(getCmtConfigList),
  offer(getCommands),
  offer(getDetailedJobStatistics),
  offer(getDisInUseForAnal),
  offer(getEventRanges),
  offer(getEventsStatus),
  offer(getFile),
  offer(getFilesInDatasets),
  offer(getFilesInUseForAnal),
  offer(getFullJobStatus),
  offer(getHighestPrioJobStat),
  offer(getJediTaskDetails),
  offer(getJediTasksInTimeRange),
  offer(getJob),
  offer(getJobDescriptions),
  offer(getJobIDsInTimeRange),
  offer(getJobStatistics),
  offer(getJobStatisticsForBamboo),
  offer(getJobStatisticsPerSite),
  offer(getJobStatisticsPerSiteLabelResource),
  offer(getJobStatisticsPerSiteResource),
  offer(getJobStatisticsPerUserSite),
  offer(getJobStatisticsWithLabel),
  offer(getJobStatus),
  offer(getJobsToBeUpdated),
  offer(getKeyPair),
  offer(getLFNsInUseForAnal),
  offer(getMaxWorkerId),
  offer(getNumPilots),
  offer(getNUserJobs),
  offer(getPandaClientVer),
  offer(getPandaIDsSite),
  offer(getPandaIDsWithTaskID),
  offer(getPandaIDwithJobExeID),
  offer(getPandIDsWithJobID),
  offer(getParentDetailedInfo),
  offer(getProxy),
  offer(getProxyKey),
  offer(getQueuedAnalJobs),
  offer(getResourceTypes),
  offer(getRetryHistory),
  offer(getScriptOfflineRunning),
  offer(getSerialNumberForGroupJob),
  offer(getServer),
  offer(getSiteSpecs),
  offer(getSlimmedFileInfoPandaIDs),
  offer(getStatus),
  offer(getStatusOfJobs),
  offer(getTaskDetailedInfo),
  offer(getTaskParamsMap),
  offer(getTasksDetailedInfoSince),
  offer(getTaskStatus),
  offer(getTokenKey),
  offer(getUserAttributes),
  offer(getUserJobMetadata),
  offer(getUserSecrets),
  offer(getVomsAttr),
  offer(getWorkerStats),
  offer(harvesterIsAlive),
  offer(increaseAttemptNr),
  offer(insertSandboxFileInfo),
  offer(insertTaskParams),
  offer(isAlive),
  offer(killJobs),
  offer(killTask),
  offer(killUnfinishedJobs),
  offer(listSiteAccess),
  offer(pauseTask),
  offer(putFile),
  offer(queryJobInfoPerCloud),
  offer(queryLastFilesInDataset),
  offer(queryPandaIDs),
  offer(reactivateTask),
  offer(reassignJobs),
  offer(reassignTask),
  offer(registerProxyKey),
  offer(releaseTask),
  offer(reloadInput),
  offer(reportWorkerStatsJobtype),
  offer(resubmitJobs),
  offer(resumeTask),
  offer(retryFailedJobsInActive),
  offer(retryTask),
  offer(runBrokerage),
  offer(runReBrokerage),
  offer(runTaskAssignment),
  offer(seeCloudTask),
  offer(sendCommandToJob),
  offer(sendLogInfo),
  offer(setCloudTaskByUser),
  offer(setDebugMode),
  offer(setNumSlotsForWP),
  offer(setUserSecret),
  offer(submitJobs),
  offer(sweepPQ),
  offer(touchFile),
  offer(updateEventRange),
  offer(updateEventRanges),
  offer(updateFileStatusInDisp),
  offer(updateJob),
  offer(updateJobsInBulk),
  offer(updateLog),
  offer(updateProdDBUpdateTimes),
  offer(updateSiteAccess),
  offer(updateWorkerNode),
  offer(updateWorkerNodeGpu),
  offer(updateWorkerPilotStatus),
  offer(updateWorkers),
  offer(uploadLog),
];
