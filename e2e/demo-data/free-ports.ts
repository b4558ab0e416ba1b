import { createServer } from 'node:net';
import { PandaError } from '@bigpanda/model';

/**
 * Looks whether ports of 127.0.0.1 can be listened on, before anything long is begun.
 * @throws PandaError `PORT_TAKEN`
 */
export async function checkPorts(ports: Readonly<Record<string, number>>): Promise<void> {
  for (const [option, port] of Object.entries(ports)) {
    const fault = await new Promise<Error | undefined>((resolve) => {
      const probe = createServer();
      probe.on('error', resolve);
      probe.listen(port, '127.0.0.1', () => { probe.close(() => { resolve(undefined); }); });
    });
    if (fault !== undefined) throw new PandaError('PORT_TAKEN', `start demonstration: cannot listen on 127.0.0.1:${port}: ${fault.message}`, { hint: `Name another port with --${option}.` });
  }
}
