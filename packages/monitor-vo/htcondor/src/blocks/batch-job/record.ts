export { toRecord, type JobFacts } from '../../pages/job/record.ts';
