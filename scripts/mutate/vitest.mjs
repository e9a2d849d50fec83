// What the tests use of vitest, for many runs in one warm process: each test is a function that throws.
import { chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend, setState } from '@vitest/expect';

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

let calls = 0;
let expectedCalls = null;

export const expect = Object.assign(
  (value, message) => {
    calls += 1;
    return chai.expect(value, message);
  },
  chai.expect,
  { assertions: (count) => void (expectedCalls = count), getState: () => ({}) },
);
setState({}, expect);

/** All tests, in the order in which they were described: `{ name, run }`. */
export const tests = [];
let path = [];
let hooks = { before: [], after: [] };

/** What is described from here on is of this file. */
export const begin = (file) => {
  path = [file];
  hooks = { before: [], after: [] };
};

const within = (name, body) => {
  const outer = [path, hooks];
  path = [...path, name];
  hooks = { before: [...hooks.before], after: [...hooks.after] };
  body();
  [path, hooks] = outer;
};

/** `%s` and the like, as far as it takes to tell the tests apart. */
const titled = (name, args) =>
  args
    .reduce((title, arg) => title.replace(/%[sdiojf]/u, () => String(arg)), name)
    .replace(/\$(\w+)/gu, (_, key) => String(args[0]?.[key]));
const eachOf = (define) => (rows) => (name, body) => {
  for (const row of rows) {
    const args = Array.isArray(row) ? row : [row];
    define(titled(name, args), () => body(...args));
  }
};

export const describe = Object.assign((name, body) => within(name, body), {
  each: eachOf((name, body) => within(name, body)),
  skip: () => {},
});
describe.skipIf = (skipped) => (skipped ? describe.skip : describe);
describe.runIf = (wanted) => (wanted ? describe : describe.skip);

const test = (name, body) => {
  const { before, after } = hooks;
  const run = async () => {
    calls = 0;
    expectedCalls = null;
    try {
      for (const hook of before) await hook();
      await body();
      if (expectedCalls !== null && calls !== expectedCalls) throw new Error(`${calls} expectations instead of ${expectedCalls}`);
    } finally {
      for (const hook of after) await hook();
    }
  };
  tests.push({ name: [...path, name].join(' > '), run });
};
const bodyOf = (body, options) => (typeof body === 'function' ? body : options);
export const it = Object.assign((name, body, options) => test(name, bodyOf(body, options)), {
  each: (rows) => (name, body, options) => eachOf(test)(rows)(name, bodyOf(body, options)),
  skip: () => {},
});
/** What fails is no check: it fails with any mutant, too. */
it.fails = Object.assign(() => {}, { each: () => () => {} });
it.skipIf = (skipped) => (skipped ? it.skip : it);
it.runIf = (wanted) => (wanted ? it : it.skip);

export const beforeEach = (hook) => void hooks.before.push(hook);
export const afterEach = (hook) => void hooks.after.push(hook);
/** Once for each test: it has no way to tell the last one. */
export const beforeAll = beforeEach;
export const afterAll = afterEach;
