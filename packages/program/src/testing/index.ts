export { parseExample } from './example-configuration.ts';
export { startProgram, type EndedProgram, type StartedProgram } from './started-program.ts';
export { audience, startIssuer, type TokenIssuer } from './token-issuer.ts';
