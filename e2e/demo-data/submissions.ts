import type { FileSpec, JobSpec } from '@bigpanda/model';
import { people, type Person } from './people.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Something that is sent to the server at a time. */
export interface Submission {
  /** Hours since the day began. */
  readonly hour: number;
  readonly person: Person;
  readonly isProduction: boolean;
  readonly content: { readonly kind: 'task'; readonly parameters: object } | { readonly kind: 'jobs'; readonly jobs: readonly JobSpec[] };
  /** About how many jobs it becomes. */
  readonly jobCount: number;
}

/** What makes submissions of one kind, and which part of the day's jobs is theirs. */
interface Kind {
  readonly part: number;
  readonly make: (random: SeededRandom, hour: number, serial: number) => Submission;
}

const hoursOfDay = 24;

/** Part of what is sent that waits already when the day begins. */
const backlog = 0.12;

const kinds: readonly Kind[] = [
  { part: 0.38, make: analysisTask },
  { part: 0.24, make: productionTask },
  { part: 0.07, make: productionJobs },
  { part: 0.21, make: pipelineJobs },
  { part: 0.1, make: condorJobs },
];

/** Everything that is sent in a day that comes to so many jobs, by its time; people send more in working hours. */
export function planSubmissions(random: SeededRandom, jobCount: number): Submission[] {
  const submissions = kinds.flatMap(({ part, make }, kind) => {
    const made: Submission[] = [];
    for (let count = 0; count < jobCount * part;) {
      const submission = make(random, random.chance(backlog) ? random.between(0, 0.2) : drawHour(random, kind > 0 && kind < 3), made.length + 1);
      count += submission.jobCount;
      made.push(submission);
    }
    return made;
  });
  return submissions.sort((left, right) => left.hour - right.hour);
}

function drawHour(random: SeededRandom, isSteady: boolean): number {
  if (isSteady) return random.between(0, hoursOfDay);
  return random.pickWeighted([[random.between(0, 7), 2], [random.between(7, 11), 3.5], [random.between(11, 18), 6], [random.between(18, 24), 3]]);
}

function personOf(random: SeededRandom, vo: Person['vo']): Person {
  return random.pickWeighted(people.filter((person) => person.vo === vo).map((person) => [person, person.share]));
}

const analyses = ['ttH_ML', 'DiHiggs_bbtautau', 'VBF_Zjj', 'Wprime_lv', 'SUSY_0L', 'JetCalib', 'BphysTrigger', 'TauID'] as const;

/** A task of a user, as prun sends it: over files, or so many events of nothing. */
function analysisTask(random: SeededRandom, hour: number, serial: number): Submission {
  const person = personOf(random, 'atlas');
  const jobCount = Math.min(Math.max(Math.round(random.lognormal(14, 0.9)), 1), 120);
  const name = `user.${person.name.toLowerCase().replaceAll(/[^a-z]/g, '')}.${random.pick(analyses)}.v${random.whole(1, 9)}.${serial}`;
  const input = random.chance(0.7) ? { pfnList: Array.from({ length: jobCount * 4 }, (_, index) => `DAOD_PHYS.${38_000_000 + serial}._${String(index + 1).padStart(6, '0')}.pool.root.1`), nFilesPerJob: 4 } : { nEvents: jobCount * 1000, nEventsPerJob: 1000 };
  const parameters = {
    taskName: `${name}/`, userName: person.name, vo: 'atlas', prodSourceLabel: 'user', taskType: 'anal', processingType: 'panda-client-1.5.92-jedi-run',
    architecture: 'x86_64-el9-gcc13-opt', transUses: `AnalysisBase-25.2.${random.whole(18, 40)}`, ramCount: random.pick([2000, 2000, 2000, 4000, 7000]), taskPriority: 1000,
    ...(random.chance(0.3) ? { site: random.pick(['ANALY_BNL_SHORT', 'ANALY_CERN', 'ANALY_FZK', 'ANALY_IN2P3-CC']) } : {}), noInput: true, ...input,
    maxAttempt: 3, cliParams: `prun --exec "run.sh %IN" --outDS ${name}/ --outputs hist.root`,
    log: { type: 'template', param_type: 'log', dataset: `${name}.log/`, value: `${name}.log.$JEDITASKID.\${SN}.log.tgz` },
    jobParameters: [{ type: 'constant', value: `-j "" --sourceURL https://panda.example.org:25443 -r . -p "run.sh%20%IN" -o "{'hist.root': '${name}.$JEDITASKID._\${SN/P}.hist.root'}"` },
      { type: 'template', param_type: 'output', value: `${name}.$JEDITASKID._\${SN/P}.hist.root`, dataset: `${name}_hist.root/`, hidden: true }],
    ...(random.chance(0.25) ? { buildSpec: { prodSourceLabel: 'panda', archiveName: `sources.${random.hex(8)}.tar.gz`, jobParameters: '-i ${IN} -o ${OUT} --sourceURL ${SURL} -r . ' } } : {}),
  };
  return { hour, person, isProduction: false, jobCount, content: { kind: 'task', parameters } };
}

const steps = [
  { name: 'evgen', transformation: 'Gen_tf.py', cores: 1, group: 'AP_MCGN', weight: 2 },
  { name: 'simul', transformation: 'Sim_tf.py', cores: 8, group: 'AP_SIMU', weight: 3 },
  { name: 'reco', transformation: 'Reco_tf.py', cores: 8, group: 'AP_REPR', weight: 2 },
  { name: 'deriv', transformation: 'Derivation_tf.py', cores: 8, group: 'GP_PHYS', weight: 3 },
  { name: 'merge', transformation: 'HITSMerge_tf.py', cores: 1, group: 'AP_SIMU', weight: 1 },
] as const;

/** A production task, with the files it reads. */
function productionTask(random: SeededRandom, hour: number, serial: number): Submission {
  const step = random.pickWeighted(steps.map((one) => [one, one.weight]));
  const jobCount = Math.min(Math.max(Math.round(random.lognormal(30, 0.8)), 4), 250);
  const name = `mc23_13p6TeV.${601_200 + serial}.PhPy8EG_A14_ttbar.${step.name}.e8514_s4162_r${14_600 + serial}`;
  const parameters = {
    taskName: name, userName: 'Verena Altmoor', vo: 'atlas', prodSourceLabel: 'managed', taskType: 'prod', processingType: step.name, workingGroup: step.group,
    architecture: 'x86_64-el9-gcc13-opt', transUses: `Atlas-25.0.${random.whole(10, 60)}`, transPath: step.transformation, transHome: `Athena-25.0.${random.whole(10, 60)}`,
    coreCount: step.cores, ramCount: step.cores * 1000 + 2000, taskPriority: random.whole(3, 9) * 100, noInput: true, maxAttempt: 4,
    pfnList: Array.from({ length: jobCount * 2 }, (_, index) => `${step.name}.IN.${39_000_000 + serial}._${String(index + 1).padStart(6, '0')}.pool.root.1`), nFilesPerJob: 2,
    log: { type: 'template', param_type: 'log', dataset: `${name}.log`, value: 'log.$JEDITASKID._${SN/P}.job.log.tgz' },
    jobParameters: [{ type: 'constant', value: `--inputFile=\${IN/L} --maxEvents=${random.pick([500, 1000, 2000])} --AMITag=s4162 --outputFile=${step.name}.$JEDITASKID._\${SN/P}.pool.root` },
      { type: 'template', param_type: 'output', value: `${step.name}.$JEDITASKID._\${SN/P}.pool.root`, dataset: name, hidden: true }],
  };
  return { hour, person: { name: 'Verena Altmoor', vo: 'atlas', share: 1 }, isProduction: true, jobCount, content: { kind: 'task', parameters } };
}

/** Production jobs without a task, whose input has to be brought to their site. */
function productionJobs(random: SeededRandom, hour: number, serial: number): Submission {
  const site = random.pick(['BNL_PROD', 'CERN-PROD', 'FZK-LCG2']);
  const block = `data24_13p6TeV.${480_100 + serial}.physics_Main.RAW`;
  const jobs = Array.from({ length: random.whole(8, 30) }, (_, index): JobSpec => ({
    attributes: {
      computingSite: site, prodSourceLabel: 'managed', jobName: `${block}.${index}`, VO: 'atlas', transformation: 'Reco_tf.py', homepackage: 'Athena-25.0.40', AtlasRelease: 'Atlas-25.0.40', processingType: 'reprocessing', workQueue_ID: 1, workingGroup: 'AP_REPR', destinationSE: site === 'FZK-LCG2' ? 'CERN-PROD' : site,
      coreCount: 8, minRamCount: 12_000, currentPriority: 650, assignedPriority: 650, maxAttempt: 3, taskID: 5000 + serial, prodDBlock: block, destinationDBlock: `${block}.AOD`, jobParameters: `--inputBSFile=${block}._${index} --outputAODFile=AOD.${serial}._${index}`,
    },
    files: [
      { lfn: `${block}._lb${String(index).padStart(4, '0')}.1`, type: 'input', dataset: block, prodDBlock: block, fsize: random.whole(1_500_000_000, 3_900_000_000), scope: 'data24_13p6TeV' },
      output(`AOD.${480_100 + serial}._${String(index).padStart(6, '0')}.pool.root`, `${block}.AOD`), log(`log.${480_100 + serial}._${String(index).padStart(6, '0')}.tgz`, `${block}.log`),
    ],
  }));
  return { hour, person: { name: 'Verena Altmoor', vo: 'atlas', share: 1 }, isProduction: true, jobCount: jobs.length, content: { kind: 'jobs', jobs } };
}

const pipelines = ['isr', 'characterizeImage', 'calibrate', 'ForcedPhotometry', 'makeWarp', 'assembleCoadd', 'deblend'] as const;

/** Jobs of the LSST pipeline, as lsstSubmit.py sends them. Source: panda-server, `test/lsstSubmit.py`. */
function pipelineJobs(random: SeededRandom, hour: number, serial: number): Submission {
  const person = personOf(random, 'lsst');
  const task = random.pick(pipelines);
  const instance = 4000 + serial;
  const needsTooMuch = random.chance(0.04);
  const site = random.pickWeighted([['ANALY_BNL-LSST', 3], ['SLAC_Rubin', 6], ['CC-IN2P3_Rubin', 3], ['LANCS_Rubin', 1]]);
  const jobs = Array.from({ length: needsTooMuch ? 3 : Math.min(Math.max(Math.round(random.lognormal(22, 0.7)), 2), 100) }, (_, stream): JobSpec => {
    const name = `job.${instance}.${task}.1.${person.name.split(' ')[0]?.toLowerCase() ?? ''}.${stream}`;
    const words = `DP_USER=${person.name}|PIPELINE_USER=lsst|PIPELINE_TASK=${task}|PIPELINE_PROCESSINSTANCE=${instance}|PIPELINE_EXECUTIONNUMBER=1|PIPELINE_STREAM=${stream}`;
    return {
      attributes: {
        ...(needsTooMuch ? { minRamCount: 64_000 } : { computingSite: site, minRamCount: 4000 }), prodSourceLabel: 'panda', VO: 'lsst', jobName: name, transformation: 'http://pandawms.org/pandawms-jobcache/lsst-trf.sh', processingType: task, prodUserName: person.name,
        taskID: instance, jobParameters: `--lsstJobParams="${words}"`, destinationDBlock: `panda.lsst.user.${instance}.${task}`, destinationSE: 'local', currentPriority: 1000, assignedPriority: 1000,
      },
      files: [log(`${name}.job.log.tgz`, `panda.lsst.user.${instance}.${task}.log`)],
    };
  });
  return { hour, person, isProduction: false, jobCount: jobs.length, content: { kind: 'jobs', jobs } };
}

/** Jobs that came by HTCondor's schedds. */
function condorJobs(random: SeededRandom, hour: number, serial: number): Submission {
  const person = personOf(random, 'htcondor');
  const site = random.pick(['OSG_UCSD', 'OSG_Nebraska']);
  const jobs = Array.from({ length: Math.min(Math.max(Math.round(random.lognormal(9, 0.6)), 1), 40) }, (_, index): JobSpec => ({
    attributes: { computingSite: site, prodSourceLabel: 'user', VO: 'htcondor', jobName: `condor.${serial}.${index}`, transformation: 'condor-run.sh', processingType: 'condor', prodUserName: person.name, jobParameters: `--cluster ${70_000 + serial} --proc ${index}`, minRamCount: 2000 },
    files: [output(`condor.${serial}.${index}.out`, `user.condor.${serial}`), log(`condor.${serial}.${index}.log.tgz`, `user.condor.${serial}.log`)],
  }));
  return { hour, person, isProduction: false, jobCount: jobs.length, content: { kind: 'jobs', jobs } };
}

function output(lfn: string, dataset: string): FileSpec {
  return { lfn, type: 'output', dataset, destinationDBlock: dataset };
}

function log(lfn: string, dataset: string): FileSpec {
  return { lfn, type: 'log', dataset, destinationDBlock: dataset };
}
