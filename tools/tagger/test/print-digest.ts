import { canonicalDigest } from '@bigpanda/release-model';
import { openRepository, planRepository } from '@bigpanda/tagger';

/** Prints the digest of the release plan of the current folder: a process that a test can shut in. */
process.stdout.write(canonicalDigest(await planRepository(await openRepository(process.cwd()), { kind: 'release' })));
