"""Submits one job as panda-client does: a pickle (protocol 0) of a list of JobSpec. Prints its PandaID.

Arguments: the address of the server, and the VO of the job (lsst). A job of lsst is one of a pipeline, as its pages
show it; a job of any other VO is a plain one of the user "demo" at the site BNL_PROD.
"""
import pickle
import sys
import urllib.parse
import urllib.request

ATTRIBUTES = """PandaID jobDefinitionID schedulerID pilotID creationTime creationHost modificationTime modificationHost
AtlasRelease transformation homepackage prodSeriesLabel prodSourceLabel prodUserID assignedPriority currentPriority
attemptNr maxAttempt jobStatus jobName maxCpuCount maxCpuUnit maxDiskCount maxDiskUnit ipConnectivity minRamCount
minRamUnit startTime endTime cpuConsumptionTime cpuConsumptionUnit commandToPilot transExitCode pilotErrorCode
pilotErrorDiag exeErrorCode exeErrorDiag supErrorCode supErrorDiag ddmErrorCode ddmErrorDiag brokerageErrorCode
brokerageErrorDiag jobDispatcherErrorCode jobDispatcherErrorDiag taskBufferErrorCode taskBufferErrorDiag computingSite
computingElement jobParameters metadata prodDBlock dispatchDBlock destinationDBlock destinationSE nEvents grid cloud
cpuConversion sourceSite destinationSite transferType taskID cmtConfig stateChangeTime prodDBUpdateTime lockedby
relocationFlag jobExecutionID VO pilotTiming workingGroup processingType prodUserName nInputFiles countryGroup batchID
parentID specialHandling jobsetID coreCount nInputDataFiles inputFileType inputFileProject inputFileBytes
nOutputDataFiles outputFileBytes jobMetrics workQueue_ID jediTaskID jobSubStatus""".split()


class JobSpec(object):
    def __getstate__(self):
        return [self.values.get(name, "NULL") for name in ATTRIBUTES] + [[]]


JobSpec.__module__ = "taskbuffer.JobSpec"
module = type(sys)("taskbuffer.JobSpec")
module.JobSpec = JobSpec
sys.modules["taskbuffer"] = type(sys)("taskbuffer")
sys.modules["taskbuffer.JobSpec"] = module

vo = sys.argv[2] if len(sys.argv) > 2 else "lsst"
job = JobSpec()
job.values = {
    "jobDefinitionID": 1, "attemptNr": 1, "maxAttempt": 3, "currentPriority": 1000, "assignedPriority": 1000,
    "VO": vo, "destinationSE": "local", "cloud": "US",
}
if vo == "lsst":
    job.values.update({
        "jobName": "job.42.ForcedPhotometry.1.rubin.1", "prodSourceLabel": "panda", "computingSite": "ANALY_BNL-LSST",
        "processingType": "ForcedPhotometry", "transformation": "http://pandawms.org/pandawms-jobcache/lsst-trf.sh",
        "destinationDBlock": "panda.lsst.user.42.ForcedPhotometry.rubin", "taskID": 42, "prodUserName": "rubin",
        "jobParameters": '--lsstJobParams="PIPELINE_TASK=ForcedPhotometry|PIPELINE_PROCESSINSTANCE=42'
                         '|PIPELINE_EXECUTIONNUMBER=1|PIPELINE_STREAM=1"',
    })
else:
    job.values.update({
        "jobName": "{0}.demo.1".format(vo), "prodSourceLabel": "user", "computingSite": "BNL_PROD",
        "processingType": "demo", "transformation": "echo", "destinationDBlock": "user.demo.{0}".format(vo),
        "prodUserName": "demo", "jobParameters": "hello",
    })
body = urllib.parse.urlencode({"jobs": pickle.dumps([job], protocol=0).decode("latin-1")}).encode("ascii")
with urllib.request.urlopen(sys.argv[1] + "/server/panda/submitJobs", body) as answer:
    print(pickle.loads(answer.read())[0][0])
