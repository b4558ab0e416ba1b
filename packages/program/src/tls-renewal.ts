import type { Listener } from './listener.ts';
import type { Log } from './log.ts';
import { readTlsOptions, type TlsSettings } from './tls-settings.ts';

/**
 * Reads the files that `[tls]` names again at each SIGHUP, for connections that are made from then on; files that cannot be
 * used are told in the log, and those that were read before stay. Nothing happens at SIGHUP where there is no TLS.
 * @returns what ends it
 */
export function renewAtHangup(listener: Listener | undefined, settings: TlsSettings | undefined, log: Log): () => void {
  const renew = (): void => {
    if (listener === undefined || settings === undefined) { log.info('SIGHUP: there is nothing to read again'); return; }
    try {
      const options = readTlsOptions(settings);
      if (options !== undefined) listener.renew(options);
      log.info({ certificate: settings.certificate }, 'certificates were read again');
    } catch (error) {
      log.error({ err: error }, 'certificates could not be read again, those from before are used');
    }
  };
  process.on('SIGHUP', renew);
  return () => { process.off('SIGHUP', renew); };
}
