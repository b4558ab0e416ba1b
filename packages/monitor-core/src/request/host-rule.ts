import { z } from 'zod';

const hostName = z.string('a host name').regex(/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$/, 'a host name in lower case, or "*.example.org"');

/** The table `[hosts]`: the names that the monitor answers to, and of which VO it is under a name. */
export const hostsSchema = z.strictObject({ names: z.array(hostName).default([]), vos: z.record(hostName, z.string('the name of a VO')).default({}) }).prefault({});

export type HostSettings = z.output<typeof hostsSchema>;

/** What the `Host` of a request means. Nothing of it is ever written into an answer. */
export interface ReadHost {
  /** In lower case, without port and without a dot at the end. */
  readonly name: string;
  readonly isServed: boolean;
  /** Name of the VO that the configuration gives to it. */
  readonly vo?: string;
}

/** Reads a `Host`: any name is served where the configuration names none. */
export function readHost({ names, vos }: HostSettings, host: string): ReadHost {
  const name = host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
  const vo = Object.entries(vos).find(([wanted]) => fits(wanted, name))?.[1];
  return { name, isServed: names.length === 0 || vo !== undefined || names.some((wanted) => fits(wanted, name)), ...(vo === undefined ? {} : { vo }) };
}

function fits(wanted: string, name: string): boolean {
  return wanted.startsWith('*.') ? name.endsWith(wanted.slice(1)) && name.length > wanted.length - 1 : name === wanted;
}
