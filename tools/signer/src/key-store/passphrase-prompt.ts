import { open } from 'node:fs/promises';
import { ReadStream } from 'node:tty';
import { ReleaseError } from '@bigpanda/release-model';

const [enter, newLine, endOfInput, interrupt, backspace, erase] = [13, 10, 4, 3, 8, 127];

/**
 * Asks a person at the terminal of this process, whatever its standard input is; nothing that is typed is shown.
 * @throws ReleaseError `TERMINAL_MISSING` without a terminal, `PASSPHRASE_REFUSED` after Ctrl-C or Ctrl-D
 */
export async function promptPassphrase(question: string): Promise<string> {
  await using handle = await open('/dev/tty', 'r+').catch((cause: unknown) => {
    throw new ReleaseError('TERMINAL_MISSING', `ask for a passphrase: there is no terminal`, { exitStatus: 2, cause, hint: 'Set BIGPANDA_KEY_PASSPHRASE_FILE to the path of a file with the passphrase.' });
  });
  const terminal = new ReadStream(handle.fd);
  try {
    terminal.setRawMode(true);
    await handle.write(`${question}: `);
    const typed = await readHidden(terminal);
    await handle.write('\n');
    return typed;
  } finally {
    terminal.setRawMode(false);
    terminal.destroy();
  }
}

function readHidden(terminal: ReadStream): Promise<string> {
  const bytes: number[] = [];
  return new Promise((resolve, reject) => {
    terminal.on('data', (chunk: Buffer) => {
      for (const byte of chunk) {
        if (byte === enter || byte === newLine) return resolve(Buffer.from(bytes).toString());
        if (byte === interrupt || byte === endOfInput) return reject(refused());
        if (byte === backspace || byte === erase) removeLast(bytes);
        else bytes.push(byte);
      }
    });
    terminal.on('error', reject);
  });
}

/** One character, which in UTF-8 may be several bytes: all that continue it and the one that begins it. */
function removeLast(bytes: number[]): void {
  while (((bytes.pop() ?? 0) & 0xc0) === 0x80);
}

function refused(): ReleaseError {
  return new ReleaseError('PASSPHRASE_REFUSED', 'ask for a passphrase: none was given', { exitStatus: 2, hint: 'Run it again and type the passphrase.' });
}
