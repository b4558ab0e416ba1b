import { Command, CommanderError } from 'commander';
import { addAdoptHistoryCommand } from './command/adopt-history.ts';
import { addEvidenceCommand } from './command/evidence.ts';
import { addIntentCommand } from './command/intent.ts';
import { addKeyCommand } from './command/key.ts';
import { addLintCommand } from './command/lint.ts';
import { addPlanCommand } from './command/plan.ts';
import { addRepoCommand } from './command/repo.ts';
import { addRpmCommand } from './command/rpm.ts';
import { addSnapshotCommand } from './command/snapshot.ts';
import { addWhatIfCommand } from './command/what-if.ts';
import { addWhyCommand } from './command/why.ts';
import type { Context } from './context.ts';
import { describeFailure } from './view/failure.ts';

/** Every command, alike in shape: each adds itself to the program. */
const commands = [addSnapshotCommand, addPlanCommand, addWhyCommand, addWhatIfCommand, addEvidenceCommand, addIntentCommand, addAdoptHistoryCommand, addRpmCommand, addRepoCommand, addKeyCommand, addLintCommand];

/** Runs one command line and gives its exit status: 0 done, 1 failed, 2 wrong usage or configuration, 3 refused by a rule, 70 our bug. */
export async function runCommandLine(argv: readonly string[], context: Context): Promise<number> {
  const program = new Command('bigpanda')
    .description('Plans, builds, packs, signs and publishes the components of this workspace')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: context.write, writeErr: context.writeError })
    .showHelpAfterError('(bigpanda --help lists the commands)');
  settle(program);
  for (const add of commands) add(program, context);
  for (const command of allCommands(program)) settle(command);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const failure = describeFailure(error, context.signal.aborted);
    context.writeError(failure.text);
    return failure.exitStatus;
  }
}

function settle(command: Command): void {
  command.exitOverride();
}

function allCommands(command: Command): Command[] {
  return command.commands.flatMap((inner) => [inner, ...allCommands(inner)]);
}
