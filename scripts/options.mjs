// Options of a script, and what it says to who asks for help or mistypes one.
import { parseArgs } from 'node:util';

/** What was given; with `--help`, or what is no option of these, it prints `help` and ends (0, 2). */
export const optionsGiven = (help, options) => {
  try {
    const { values } = parseArgs({ options: { ...options, help: { type: 'boolean', default: false } } });
    if (!values.help) return values;
    console.log(help);
    process.exit(0);
  } catch (error) {
    console.error(`${error.message}\n\n${help}`);
    process.exit(2);
  }
};
