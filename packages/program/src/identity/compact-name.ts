/**
 * The short name of a distinguished name: its last usable CN, without proxy CNs, numbers, brackets and quotes.
 * Source: panda-server 2014-04, DBProxy.cleanUserID.
 */
export function compactName(dn: string): string {
  const names = dn.split(/\/(?=CN=)/).slice(1).map((part) => part.slice(3).split('/', 1).join(''));
  const usable = names.filter((name) => !/^((limited )?proxy|\d+|Robot:.*)$/.test(name));
  const name = usable.at(-1) ?? dn;
  return name.replace(/[ _]\d+/g, '').replace(/[()']/g, '').trim() || dn;
}

/** Whether two distinguished or short names are of one user: their first CNs are the same but for numbers at the end. Source: panda-server 2014-04, OraDBProxy.killJob. */
export function isSameUser(left: string, right: string): boolean {
  return firstName(left) === firstName(right);
}

function firstName(dn: string): string {
  const name = /(?:^|\/)CN=([^/]*)/.exec(dn)?.[1] ?? dn;
  return name.replace(/\d+$/, '').trim();
}
