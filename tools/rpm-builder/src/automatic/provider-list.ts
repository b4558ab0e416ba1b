import { accounts } from './accounts.ts';
import type { DependencyProvider } from './dependency-provider.ts';
import { elf } from './elf.ts';
import { interpreters } from './interpreters.ts';
import { nodejs } from './nodejs.ts';
import { pkgconfig } from './pkgconfig.ts';
import { pythonAbi } from './python-abi.ts';
import { pythonDistributions } from './python-distributions.ts';
import { systemd } from './systemd.ts';

/** Every provider; a new one is a file of this folder and a line here. */
export const providers: readonly DependencyProvider[] = [accounts, elf, interpreters, nodejs, pkgconfig, pythonAbi, pythonDistributions, systemd];
