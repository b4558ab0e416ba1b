export { addChannel } from './add-channel.ts';
export { prepare } from './prepare.ts';
export { publish } from './publish.ts';
export { verifyConditions } from './verify-conditions.ts';
