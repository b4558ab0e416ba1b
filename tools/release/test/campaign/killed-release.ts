// A release that may end its own process at one entry of its journal: node killed-release.ts <clone> <key file> <seconds> <release|resume|abort> [<entry> <before|after>]
import { planOrder } from '../../src/transaction/begin-release.ts';
import type { Journal } from '../../src/transaction/journal.ts';
import { makeRelease, openDesk, resumeRelease, takeReleaseBack, withDesk } from '../../src/transaction/open-release.ts';

const [root = '', keyFile = '', seconds = '', verb = '', entry, moment] = process.argv.slice(2);
const env: NodeJS.ProcessEnv = { ...process.env, BIGPANDA_KEY_FILE: keyFile, GIT_CONFIG_GLOBAL: '/dev/null' };
const desk = await openDesk({
  workingFolder: root, env, now: () => new Date(Number(seconds) * 1000), user: 'tester', write: () => undefined, writeError: (text) => { process.stderr.write(text); },
  isTerminal: false, colours: false, signal: new AbortController().signal,
});
const struck = { ...desk, journal: strike(desk.journal) };
if (verb === 'resume') await withDesk(struck, () => resumeRelease(struck));
else if (verb === 'abort') await withDesk(struck, () => takeReleaseBack(struck));
else {
  await withDesk(struck, async () => {
    const order = await planOrder({ remote: 'origin', rehearsal: true, to: env['KILLED_RELEASE_REPOSITORY'] }, desk.context);
    if (order === undefined) throw new Error('nothing to release');
    await makeRelease(struck, order);
  });
}

function strike(journal: Journal): Journal {
  let appended = 0;
  return {
    ...journal,
    append: (line) => {
      appended += 1;
      if (String(appended) === entry && moment === 'before') process.kill(process.pid, 'SIGKILL');
      journal.append(line);
      if (String(appended) === entry) process.kill(process.pid, 'SIGKILL');
    },
  };
}
