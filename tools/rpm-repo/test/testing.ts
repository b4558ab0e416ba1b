export { createDnfClient, runProgram, type DnfClient, type DnfOutcome } from './dnf-client.ts';
export { seededRandom } from '@bigpanda/rpm-format/testing/seeded-random';
