const simpleEscapes: Readonly<Record<string, number>> = { '\\': 92, "'": 39, '"': 34, a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** Text of bytes without escapes, one character for one byte. */
export function decodeLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** Text of a Python 2 string: UTF-8 where the bytes are UTF-8, else one character for one byte. */
export function decodeByteString(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return decodeLatin1(bytes);
  }
}

/** Bytes that the text between the quotes of a Python 2 string literal stands for, or `undefined` where an escape is malformed. */
export function unescapeByteString(literal: string): Uint8Array | undefined {
  if (/\\(?:x(?![0-9a-fA-F]{2})|$)/.test(literal.replaceAll('\\\\', ''))) return undefined;
  const unescaped = literal.replace(/\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|[^])/g, (all, escape: string) => {
    const simple = simpleEscapes[escape];
    if (simple !== undefined) return String.fromCharCode(simple);
    if (escape.length === 3 && escape.startsWith('x')) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /^[0-7]/.test(escape) ? String.fromCharCode(Number.parseInt(escape, 8) & 255) : all;
  });
  return Buffer.from(unescaped, 'latin1');
}

/** Text of Python's raw-unicode-escape, or `undefined` where it names no character. */
export function unescapeUnicode(line: string): string | undefined {
  if (/\\U(?!00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4})/.test(line)) return undefined;
  return line
    .replace(/\\u([0-9a-fA-F]{4})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replace(/\\U([0-9a-fA-F]{8})/g, (_, digits: string) => String.fromCodePoint(Number.parseInt(digits, 16)));
}

/** A text as raw-unicode-escape in ASCII that both Python 2 and Python 3 read. */
export function escapeUnicode(text: string): string {
  return [...text].map((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0x20 && code < 0x7f && character !== '\\') return character;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  }).join('');
}

/** An ASCII text as a Python string literal with quotes. */
export function quoteAscii(text: string): string {
  return `'${text.replace(/[\\'\x00-\x1f\x7f]/g, (character) => {
    if (character === '\\' || character === "'") return `\\${character}`;
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  })}'`;
}
