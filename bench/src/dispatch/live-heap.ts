/** What a program keeps alive, asked through its inspector. */
export interface LiveHeap extends Disposable {
  /** Bytes of JavaScript objects on its main thread that are left once all garbage is collected. */
  readBytes(): Promise<number>;
}

interface InspectorReply {
  readonly id?: number;
  readonly result?: { readonly usedSize?: number };
}

/** Opens the inspector of a program that was started with `--inspect`. @param address of its web socket, as Node prints it */
export async function openLiveHeap(address: string): Promise<LiveHeap> {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => { socket.addEventListener('open', resolve); socket.addEventListener('error', reject); });
  const waiting = new Map<number, (reply: InspectorReply) => void>();
  socket.addEventListener('message', ({ data }) => {
    const reply = JSON.parse(String(data)) as InspectorReply;
    if (reply.id !== undefined) waiting.get(reply.id)?.(reply);
  });
  let calls = 0;
  const ask = (method: string): Promise<InspectorReply> => new Promise((resolve) => {
    calls += 1;
    waiting.set(calls, resolve);
    socket.send(JSON.stringify({ id: calls, method }));
  });
  return {
    readBytes: async () => {
      await ask('HeapProfiler.collectGarbage');
      return (await ask('Runtime.getHeapUsage')).result?.usedSize ?? Number.NaN;
    },
    [Symbol.dispose]: () => { socket.close(); },
  };
}
