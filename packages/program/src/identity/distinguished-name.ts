/**
 * A certificate's subject on one line, `/DC=org/CN=Ann`, as Apache hands it to PanDA.
 * @param subject as `X509Certificate` writes it: a line for each part, parts of one set joined by ` + `, RFC 2253 escapes
 * @returns `undefined` for a name that could be read as another one: an empty part, control characters, or a value that holds `/TYPE=` itself
 */
export function writeDistinguishedName(subject: string): string | undefined {
  const parts = subject.split('\n').flatMap((line) => line.split(/(?<!\\) \+ (?=[A-Za-z0-9.]+=)/));
  const written: string[] = [];
  for (const part of parts) {
    const { type, value } = /^(?<type>[A-Za-z][A-Za-z0-9]*|\d+(?:\.\d+)+)=(?<value>.+)$/su.exec(part)?.groups ?? {};
    const plain = value?.replace(/\\([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))).replace(/\\(.)/g, '$1');
    if (type === undefined || plain === undefined || !isUnmistakable(plain)) return undefined;
    written.push(`/${type}=${plain}`);
  }
  return written.join('');
}

/** Whether a text holds neither control characters nor what looks like a part of a distinguished name. */
export function isUnmistakable(text: string): boolean {
  return !/\p{Cc}/u.test(text) && !/(^|\/)[A-Za-z][A-Za-z0-9.]*=/.test(text);
}

/** Whether a name is of a proxy that may not act in the user's place. Source: panda-server 2014-04, UserIF.isSecure. */
export function isLimitedProxy(dn: string): boolean {
  return dn.endsWith('/CN=limited proxy');
}

/** A name without the parts that proxies add. Source: panda-server 2014-04, UserIF._getDN. */
export function withoutProxies(dn: string): string {
  return dn.replace(/\/CN=limited proxy$/, '').replace(/(\/CN=proxy)+$/, '');
}
