import { InvalidArgumentError, Option, type Command } from 'commander';
import { advisoryTypes, severities, type AdvisoryReference, type AdvisoryType, type Severity } from '@bigpanda/rpm-format';
import { addAdvisory } from '@bigpanda/rpm-repo';
import type { Context } from '../../context.ts';
import { collect } from '../../repeated-option.ts';
import { addChannelFlags, openChange, showChange, type ChannelFlags } from './change-options.ts';

interface AdvisoryFlags extends ChannelFlags {
  readonly id: string;
  readonly type: AdvisoryType;
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  readonly cve: readonly string[];
  readonly issue: readonly AdvisoryReference[];
}

export function defineAdvisoryCommand(command: Command, context: Context): void {
  addChannelFlags(command, 'bigpanda repo advisory')
    .argument('<package...>', 'packages that bring the change: name-version-release, or a name, which means its newest version in the channel')
    .requiredOption('--channel <channel>', 'channel to announce it in')
    .requiredOption('--id <id>', 'such as PANDA-2026:0001; a notice of the same id is replaced')
    .addOption(new Option('--type <type>', 'kind of change').choices([...advisoryTypes]).default('bugfix'))
    .addOption(new Option('--severity <severity>', 'how grave').choices([...severities]).default('None'))
    .requiredOption('--title <text>', 'one line that says what changes')
    .option('--description <text>', 'what it means and what to do', '')
    .option('--cve <id>', 'a CVE that is mended, any number of times', collect, [])
    .option('--issue <url>', 'an issue that is mended, any number of times', collectIssue, [])
    .action(async (packages: readonly string[], flags: AdvisoryFlags) => {
      const references = [...flags.cve.map((id): AdvisoryReference => ({ type: 'cve', id, href: `https://www.cve.org/CVERecord?id=${id}`, title: id })), ...flags.issue];
      const { id, type, severity, title, description } = flags;
      const result = await addAdvisory({ ...(await openChange(context, flags)), advisory: { id, type, severity, title, description, references, packages } });
      showChange(context, flags, { result, done: `${id} is announced for`, nothing: 'it was announced already', lines: result.advisory.packages.map((one) => `${one.name}-${one.version}-${one.release}.${one.arch}${result.newestOf.includes(one.name) ? `, the newest "${one.name}" of "${flags.channel}"` : ''}`) });
    });
}

function collectIssue(value: string, before: readonly AdvisoryReference[]): readonly AdvisoryReference[] {
  if (!URL.canParse(value)) throw new InvalidArgumentError('An issue is a URL.');
  return [...before, { type: 'other', id: new URL(value).pathname.split('/').at(-1) ?? '', href: value, title: value }];
}
