/** The command line as people type it: commands, options, help. Each command is loaded when it is used. */
import { Command, CommanderError, Help } from 'commander';
import { CliError, EXIT, type ExitCode } from './exit-code.js';
import { type Output, output } from './output.js';
import { type Interruption, interruption } from './signals.js';
import { bisect } from './options/bisect.js';
import { bundle } from './options/bundle.js';
import { conflicts } from './options/conflicts.js';
import { demo } from './options/demo.js';
import { explain } from './options/explain.js';
import { inspect } from './options/inspect.js';
import { list } from './options/list.js';
import { log } from './options/log.js';
import { plan } from './options/plan.js';
import { replay } from './options/replay.js';
import { status } from './options/status.js';
import { sync } from './options/sync.js';
import { undo } from './options/undo.js';
import type { Register } from './options/register.js';
import { shown } from './render/words.js';
import { VERSION } from './version.js';

export const main = async (args: readonly string[]): Promise<void> => {
  const out = output();
  const stop = interruption();
  const code = await run(args, out, stop).catch((thrown: unknown) => tellError(thrown, args, out));
  const lost = await out.flush();
  if (lost !== null) {
    out.note(
      `${out.noteColors.red('foldsync:')} Not all could be written to standard output: ${lost.message}. Give it room, or another file.`,
    );
    await out.flush();
  }
  process.exit(lost !== null && code === EXIT.settled ? EXIT.failed : code);
};

const run = async (args: readonly string[], out: Output, stop: Interruption): Promise<ExitCode> => {
  const result: { code: ExitCode } = { code: EXIT.settled };
  const program = commands(out, stop, result);
  if (args.length === 0) {
    program.outputHelp({ error: true });
    return EXIT.usage;
  }
  await program.parseAsync([...args], { from: 'user' });
  return result.code;
};

const tellError = (thrown: unknown, args: readonly string[], out: Output): ExitCode => {
  if (thrown instanceof CommanderError) {
    // Help and version end here, too. What is wrong, commander has told people already.
    if (thrown.exitCode === 0) return EXIT.settled;
    if (args.includes('--json'))
      out.json({ type: 'error', reason: 'usage', message: thrown.message.replace(/^error: /u, ''), exitCode: EXIT.usage });
    return EXIT.usage;
  }
  const isKnown = thrown instanceof CliError;
  const message = isKnown
    ? thrown.message
    : `foldsync met a defect of its own: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`;
  const code = isKnown ? thrown.code : EXIT.failed;
  if (args.includes('--json')) out.json({ type: 'error', reason: isKnown ? thrown.reason : 'defect', message, exitCode: code });
  else out.note(`${out.noteColors.red('foldsync:')} ${message.split('\n').map(shown).join('\n')}`);
  return code;
};

const commands = (out: Output, stop: Interruption, result: { code: ExitCode }): Command => {
  const program = new Command('foldsync');
  const ends =
    (run: (...args: never[]) => Promise<ExitCode>) =>
    async (...args: unknown[]) => {
      result.code = await (run as (...all: unknown[]) => Promise<ExitCode>)(...args);
    };
  program
    .description('Keeps two places in step, in both directions: folders, and WebDAV servers.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .configureHelp({ sortSubcommands: false, styleTitle: (text) => out.colors.bold(text), subcommandTerm })
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /u, 'foldsync: ')) })
    .showHelpAfterError("(see 'foldsync --help', or 'foldsync help <command>')")
    .exitOverride()
    .addHelpText('after', GENERAL_HELP);

  const surroundings = { out, stop, ends };
  for (const register of COMMANDS) register(program, surroundings);
  return program;
};

/** In the order of the help. */
const COMMANDS: readonly Register[] = [sync, plan, status, conflicts, list, log, explain, replay, bisect, undo, bundle, inspect, demo];

const subcommandTerm = (command: Command): string => new Help().subcommandTerm(command).replace(' [options]', '');

const GENERAL_HELP = `
Begin with:
  foldsync plan ~/Documents /media/usb/Documents     see what would be done
  foldsync sync --once ~/Documents /media/usb/Documents
  foldsync sync ~/Documents /media/usb/Documents     and keep them in step

A first sync of two folders that both hold files merges them: equal files are matched,
different ones are kept twice, nothing is deleted.

Exit codes: 0 fine; 1 failed, and the message says what to do; 2 wrong usage. Others are told by the help of a command.`;
