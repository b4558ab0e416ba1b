import type { z } from 'zod';
import type { Registry } from 'prom-client';
import type { LogSettings, MetricsSettings } from './configuration-values.ts';
import type { ListenAddress } from './listen-address.ts';
import type { Log } from './log.ts';
import type { TlsSettings } from './tls-settings.ts';

/** What the configuration of every program holds. */
export interface ProgramConfiguration {
  readonly listen: ListenAddress;
  readonly log: LogSettings;
  /** HTTPS beside it. */
  readonly tls?: TlsSettings;
  readonly metrics: MetricsSettings;
}

/** An option of one program, `--<name> <VALUE>`, beside those that all have: `--config`, `--version` and `--help`. */
export interface ProgramOption<OptionName extends string> {
  readonly name: OptionName;
  /** What stands for the value in the help text, such as `DIR`. */
  readonly value: string;
  readonly description: string;
}

/** A program of ours that answers HTTP requests at a site: what it alone has. */
export interface Program<Configuration extends ProgramConfiguration, OptionName extends string = never> {
  /** Name of its command; it stands in messages, log lines and the help text. */
  readonly name: string;
  /** What it does, as one sentence of the help text. */
  readonly purpose: string;
  readonly options: readonly ProgramOption<OptionName>[];
  /** Of its TOML file; must give every default for an empty one. */
  readonly configurationSchema: z.ZodType<Configuration>;
  /** What it can do beside answering requests: `<name> <command>`. */
  readonly commands?: readonly ProgramCommand<Configuration>[];
  /** Makes ready what answers requests. Called once, before anything listens. */
  prepare(start: ProgramStart<Configuration, OptionName>): Promise<PreparedProgram>;
}

/** What a program is started with. */
export interface ProgramStart<Configuration extends ProgramConfiguration, OptionName extends string = never> {
  readonly configuration: Configuration;
  /** Values of the options that were given. */
  readonly options: ReadonlyMap<OptionName, string>;
  /** Where main stands; what the package installs beside it is found there. */
  readonly folder: URL;
  readonly log: Log;
  /** Name, version and commit, for people. */
  readonly version: string;
}

/** Answers one request; `env` tells of the connection that it came by, as @hono/node-server gives it. */
export type Answer = (request: Request, env?: object) => Response | Promise<Response>;

/** Something a program does once and then ends; every one has `--config`, `--json` and `--help`, and `--dry-run` when it writes. */
export interface ProgramCommand<Configuration> {
  readonly name: string;
  readonly purpose: string;
  /** What stands after the name, such as `ID...`; empty when it takes nothing. */
  readonly operands: string;
  readonly options: readonly ProgramOption<string>[];
  readonly isWriting: boolean;
  run(start: CommandStart<Configuration>): Promise<CommandResult>;
}

/** What a command is started with. */
export interface CommandStart<Configuration> {
  readonly configuration: Configuration;
  /** Where main stands. */
  readonly folder: URL;
  /** Values of the options that were given. */
  readonly values: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
  readonly isDryRun: boolean;
}

/** What a command prints: text with its line ends, or JSON. */
export interface CommandResult {
  readonly text: string;
  readonly json: unknown;
  /** 0 when absent; 3 for what a rule refused. */
  readonly exitStatus?: number;
}

/** What answers requests, and what it holds open. */
export interface PreparedProgram {
  readonly fetch: Answer;
  /** Said in the log with the address, once the program listens. */
  readonly facts: Readonly<Record<string, string | number>>;
  /** Checks of `/healthz` by name: `ok`, or what is wrong in words for everybody. */
  readonly checkHealth?: Readonly<Record<string, () => Promise<string>>>;
  /** The name of what a path asks for, one of a limited number: `/metrics` counts by it. */
  nameFunction?(path: string): string;
  /** Adds the program's own measurements to `/metrics`. */
  measure?(registry: Registry): void;
  /** Gives back what it holds, after the last request, or when listening fails. */
  release?(): Promise<void>;
}
