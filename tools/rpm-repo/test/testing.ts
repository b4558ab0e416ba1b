export { createDnfClient, runProgram, type DnfClient, type DnfOutcome } from './dnf-client.ts';
export { seededRandom } from './seeded-random.ts';
