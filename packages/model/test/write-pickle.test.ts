import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { pickleFromJob, pickleTuple, readPickle, writePickle, jobsFromPickle, type PickleValue } from '../src/index.ts';

/** What Python's own pickle makes of the text, as Python's repr. */
function reprInPython(pickle: string, prelude = ''): string {
  const program = `import pickle, sys\n${prelude}\nprint(ascii(pickle.loads(sys.stdin.buffer.read())))`;
  return execFileSync('python3', ['-c', program], { input: pickle, encoding: 'utf8' }).trim();
}

const values: PickleValue = [1, -5, 4_000_000_000, 2n ** 70n, 1.5, true, false, null, 'it\'s "a"\\\n\x00', 'café \n\\ 🐻', pickleTuple(1, 'two'), pickleTuple(), [], new Map([['jobsetID', 3]])];
const specs = `
import types
for name in ('pandaserver', 'pandaserver.taskbuffer', 'pandaserver.taskbuffer.JobSpec', 'pandaserver.taskbuffer.FileSpec'):
    sys.modules[name] = types.ModuleType(name)
class Spec(object):
    def __setstate__(self, state):
        self.state = state
    def __repr__(self):
        tail = self.state[-1]
        return '%s(%s %s %s)' % (type(self).__name__, len(self.state), self.state[3], len(tail) if isinstance(tail, list) else tail.state[-1][0] is self)
class JobSpec(Spec): pass
class FileSpec(Spec): pass
sys.modules['pandaserver.taskbuffer.JobSpec'].JobSpec = JobSpec
sys.modules['pandaserver.taskbuffer.FileSpec'].FileSpec = FileSpec
`;

describe('writePickle', () => {
  it('writes plain values that Python 3 reads', () => {
    expect(reprInPython(writePickle(values))).toBe(
      String.raw`[1, -5, 4000000000, 1180591620717411303424, 1.5, True, False, None, 'it\'s "a"\\\n\x00', 'caf\xe9 \n\\ \U0001f43b', (1, 'two'), (), [], {'jobsetID': 3}]`,
    );
  });

  it('writes ASCII only', () => {
    expect(writePickle(values)).toMatch(/^[\x00-\x7f]*$/);
  });

  it('writes what readPickle reads back', () => {
    expect(readPickle(Buffer.from(writePickle(values), 'latin1'))).toEqual(values);
  });

  it('writes jobs that Python 3 reads with files that know their job', () => {
    const job = pickleFromJob({ attributes: { PandaID: 7 }, files: [{ lfn: 'a.root' }] });
    expect(reprInPython(writePickle([job, null, job]), specs)).toBe('[JobSpec(127 NULL 1), None, JobSpec(127 NULL 1)]');
    expect(reprInPython(writePickle([job.state]), specs)).toContain('FileSpec(23 a.root True)');
  });

  it('keeps every set attribute of a job on the way there and back', () => {
    const job = { attributes: { PandaID: 7, jobName: 'é', cpuConversion: 0.5, outputFileType: 'last' }, files: [{ lfn: 'a', scope: 's' }] };
    expect(jobsFromPickle(readPickle(Buffer.from(writePickle([pickleFromJob(job)], 'taskbuffer'))), 1)).toEqual([job]);
  });
});
