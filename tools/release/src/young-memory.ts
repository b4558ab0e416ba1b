import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8 from making more and more room for young objects, by the size of the machine: up to 128 MB for a package of many files or a publish of many packages, of which nothing is used afterwards.
 * Neither takes longer without it. The flag is V8's (flag-definitions.h), and is looked at whenever that room would grow.
 */
export function limitYoungMemory(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
