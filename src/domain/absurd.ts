/** Ends an exhaustive `switch`: reaching it is a defect, and the compiler says so first. */
export const absurd = (never: never): never => {
  throw new Error(`foldsync defect: unexpected value ${JSON.stringify(never)}`);
};
