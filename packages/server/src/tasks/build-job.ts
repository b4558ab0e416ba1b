import type { LibraryNumbers } from '@bigpanda/datastore';
import type { FileSpec, JobSpec } from '@bigpanda/model';
import type { TaskParameters } from './task-parameters.ts';

/** Where pilots find the script that builds, when a task names none. Source: panda-jedi, AtlasAnalTaskRefiner. */
const defaultTransformation = 'http://pandaserver.cern.ch:25080/trf/user/buildGen-00-00-01';

/** MB. Source: panda-jedi, JobGenerator.doGenerateBuild. */
const memory = 2000;

/** What the build job of a task is made from. */
export interface BuildWork {
  readonly jediTaskId: number;
  readonly parameters: TaskParameters;
  readonly build: NonNullable<TaskParameters['buildSpec']>;
  /** What the jobs of the task have in common. */
  readonly common: JobSpec['attributes'];
  readonly numbers: LibraryNumbers;
  /** `YYYY-MM-DD HH:MM:SS` in UTC. */
  readonly time: string;
  readonly newGuid: () => string;
}

/** The job that makes what the other jobs of a task read, and the file that it makes. It is tried once. Source: panda-jedi, JobGenerator.doGenerateBuild. */
export function makeBuildJob({ jediTaskId, parameters, build, common, numbers, time, newGuid }: BuildWork): { readonly job: JobSpec; readonly library: FileSpec } {
  const dataset = `panda.${time.slice(5).replaceAll(/\D/g, '')}.${numbers.fileId}.lib._${String(jediTaskId).padStart(6, '0')}`;
  const library: FileSpec = { lfn: `${dataset}.${numbers.fileId}.lib.tgz`, type: 'output', dataset, destinationDBlock: dataset, jediTaskID: jediTaskId, datasetID: numbers.datasetId, fileID: numbers.fileId, attemptNr: 0 };
  const log: FileSpec = { lfn: `${dataset}.${numbers.logFileId}.log.tgz`, type: 'log', dataset, destinationDBlock: dataset, jediTaskID: jediTaskId, GUID: newGuid() };
  const words: Readonly<Record<string, string>> = { IN: build.archiveName ?? '', OUT: String(library.lfn), SURL: parameters.sourceURL ?? '' };
  const archive = build.tarBallViaDDM === undefined ? [] : [archiveFile(build.tarBallViaDDM, jediTaskId)];
  return {
    library,
    job: {
      attributes: {
        ...common,
        prodSourceLabel: build.prodSourceLabel,
        transformation: build.transPath ?? defaultTransformation,
        jobParameters: build.jobParameters.replaceAll(/\$\{(IN|OUT|SURL)\}/g, (_, word: string) => words[word] ?? '').trim(),
        destinationDBlock: dataset,
        minRamCount: memory,
        minRamUnit: 'MB',
        coreCount: 1,
        attemptNr: 1,
        maxAttempt: 1,
      },
      files: [library, log, ...archive],
    },
  };
}

/** The library as a job of the task reads it. */
export function libraryInput({ lfn, dataset, jediTaskID }: FileSpec, isReady: boolean): FileSpec {
  return { type: 'input', prodDBlockToken: 'local', status: isReady ? 'ready' : 'pending', ...(lfn === undefined ? {} : { lfn }), ...(dataset === undefined ? {} : { dataset }), ...(jediTaskID === undefined ? {} : { jediTaskID }) };
}

/** An archive that is brought as data: `<dataset>:<file>`. */
function archiveFile(place: string, jediTaskId: number): FileSpec {
  const [dataset = '', lfn = dataset] = place.split(':');
  return { lfn, type: 'input', dataset, jediTaskID: jediTaskId, prodDBlockToken: 'local', status: 'ready' };
}
