import { RpmFormatError } from './rpm-format-error.ts';
import { compareVersions } from './version-order.ts';

/** Epoch, version and release. */
export interface Evr {
  /** 0 when absent, which means the same. */
  readonly epoch?: number;
  readonly version: string;
  readonly release?: string;
}

/** Characters that rpm allows in a version or release (rpm, build/parsePreamble.c). */
const partPattern = /^[A-Za-z0-9._+~^]+$/;

/**
 * The parts of `[epoch:]version[-release]`.
 * @throws RpmFormatError `EVR_INVALID`
 */
export function parseEvr(text: string): Evr {
  const match = /^(?:(?<epoch>[0-9]{1,10}):)?(?<version>[^-:]+)(?:-(?<release>[^-:]+))?$/.exec(text);
  const { epoch, version, release } = match?.groups ?? {};
  if (version === undefined) throw invalidEvr(text);
  const evr: Evr = {
    version,
    ...(epoch === undefined ? {} : { epoch: Number(epoch) }),
    ...(release === undefined ? {} : { release }),
  };
  if (!isEvr(evr)) throw invalidEvr(text);
  return evr;
}

/** `[epoch:]version[-release]`; an epoch of 0 is left out. */
export function formatEvr(evr: Evr): string {
  const epoch = evr.epoch ? `${evr.epoch}:` : '';
  const release = evr.release === undefined ? '' : `-${evr.release}`;
  return `${epoch}${evr.version}${release}`;
}

/** Negative, zero or positive as rpm sorts two packages of one name; no release sorts before any. */
export function compareEvr(left: Evr, right: Evr): number {
  const order = (left.epoch ?? 0) - (right.epoch ?? 0) || compareVersions(left.version, right.version);
  if (order !== 0 || left.release === right.release) return order;
  if (left.release === undefined) return -1;
  return right.release === undefined ? 1 : compareVersions(left.release, right.release);
}

/** Whether rpm would take the parts. */
export function isEvr(evr: Evr): boolean {
  const isPart = (part: string) => partPattern.test(part);
  return (evr.epoch ?? 0) <= 0xffffffff && isPart(evr.version) && (evr.release === undefined || isPart(evr.release));
}

function invalidEvr(text: string): RpmFormatError {
  return new RpmFormatError('EVR_INVALID', `read an EVR: found ${JSON.stringify(text)}; wanted "[epoch:]version[-release]" of letters, digits and . _ + ~ ^`);
}
