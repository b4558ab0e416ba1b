import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { limitYoungMemory } from '@bigpanda/release/memory-limits';
import { writeMetadata } from '@bigpanda/rpm-repo/metadata';

// Writes the metadata of the packages in one folder into another, and prints the most memory it had, in kB.
// As for every verb of bigpanda repo.
limitYoungMemory();
const [tree = '', folder = ''] = process.argv.slice(2);
await writeMetadata((await readdir(tree)).filter((name) => name.endsWith('.rpm')).map((name) => join(tree, name)), folder);
process.stdout.write(`${process.resourceUsage().maxRSS}\n`);
