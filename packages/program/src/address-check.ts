import { BlockList, isIP } from 'node:net';
import { z } from 'zod';

/** IP addresses and networks, such as `10.0.0.5`, `10.0.1.0/24` or `2001:db8::/32`. */
export const addressesSchema = z.array(z.string('an IP address or network').refine(isNetwork, 'an IP address, or a network such as "10.0.1.0/24"'));

/** Tells whether an IP address is one of some addresses and networks. */
export function makeAddressCheck(networks: readonly string[]): (address: string | undefined) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const { address, bits } = splitNetwork(network);
    list.addSubnet(address, bits, familyOf(address));
  }
  return (address) => address !== undefined && isIP(address) !== 0 && list.check(address, familyOf(address));
}

function isNetwork(text: string): boolean {
  const { address, bits } = splitNetwork(text);
  return isIP(address) !== 0 && Number.isInteger(bits) && bits >= 0 && bits <= (isIP(address) === 4 ? 32 : 128);
}

function splitNetwork(text: string): { readonly address: string; readonly bits: number } {
  const [address = '', bits, ...rest] = text.split('/');
  if (bits === undefined) return { address, bits: isIP(address) === 4 ? 32 : 128 };
  return { address, bits: rest.length === 0 && /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN };
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}
