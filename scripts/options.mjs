// Options of a script, and what it says to who asks for help or mistypes one.
import { parseArgs } from 'node:util';

/** What is a number by default takes numbers. */
const checkNumbers = (options, values) => {
  for (const [name, { default: usual }] of Object.entries(options))
    if (typeof usual === 'string' && !Number.isNaN(Number(usual)) && Number.isNaN(Number(values[name])))
      throw new Error(`--${name} takes a number, not '${values[name]}'`);
};

/** What was given: `values` of options, and words (`positionals`); with `--help`, or what is no option of these, it prints `help` and ends (0, 2). */
export const argumentsGiven = (help, options, allowPositionals = true) => {
  try {
    const given = parseArgs({ options: { ...options, help: { type: 'boolean', default: false } }, allowPositionals });
    if (given.values.help) {
      console.log(help);
      process.exit(0);
    }
    checkNumbers(options, given.values);
    return given;
  } catch (error) {
    console.error(`${error.message}\n\n${help}`);
    process.exit(2);
  }
};

/** The same of a script that takes no words. */
export const optionsGiven = (help, options) => argumentsGiven(help, options, false).values;
