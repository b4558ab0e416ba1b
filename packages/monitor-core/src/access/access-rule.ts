import type { AccessSettings } from './access-settings.ts';
import type { Reader } from './reader.ts';

/** Whether a list of the configuration, such as `["group:shifters", "name:Ann Smith"]`, holds a reader. */
export function holdsReader(list: readonly string[], { isKnown, name, fullName, groups }: Reader): boolean {
  return list.some((one) => {
    if (one === 'everyone') return true;
    if (!isKnown) return false;
    const [kind = '', ...rest] = one.split(':');
    const wanted = rest.join(':');
    return kind === 'known' || (kind === 'group' ? groups.includes(wanted.replace(/^\//, '')) : wanted === name || wanted === fullName);
  });
}

/** The VOs whose jobs, tasks and pages a reader may not see, in lower case. */
export function listHiddenVos({ vos }: AccessSettings, reader: Reader): string[] {
  return Object.entries(vos).filter(([, list]) => !holdsReader(list, reader)).map(([name]) => name.toLowerCase());
}

/**
 * Whether a reader may open a page, which every rule whose path its own begins with must let them.
 * @param path of the page, as the table of routes has it
 */
export function mayOpen({ read, pages }: AccessSettings, path: string, reader: Reader): boolean {
  return holdsReader(read, reader) && Object.entries(pages).every(([start, list]) => !path.toLowerCase().startsWith(start.toLowerCase()) || holdsReader(list, reader));
}
