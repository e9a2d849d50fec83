// Asks of a mutant, beside what it stands for, whether it would have been another value: a test in which it never is need not be asked.
import ts from 'typescript';

/** What these do is to tell: a mutant that calls others may change something, and is not tried beside what stands there. */
const TELLS = /^(is[A-Z]\w*|has|get|includes|startsWith|endsWith|other|\w*[hH]alf|\w+Of)$/u;
const changesNothing = (text) =>
  !/\byield\b|\bawait\b|\bnew\b|=>|\+\+|--|(?<![=!<>])=(?!=)|`/u.test(text) &&
  [...text.matchAll(/([\w$]+|[)\]])\s*(\?\.)?\(/gu)].every(([, called]) => TELLS.test(called) || /^(return|typeof|in|of)$/u.test(called));

/** What is changed in its place is the same thing after that: its value does not tell. */
const CHANGES = /\.(add|clear|delete|fill|pop|push|reverse|set|shift|sort|splice|unshift)\(/u;

const numberOf = (call) => call.arguments.map(({ text }) => Number(text));
const isCallOf = (node, name) => ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name;

/** What stands instead of `covered` for each mutant: `{ id, text }`, from the conditions around it. */
const instead = (covered, source) => {
  const found = [];
  for (let at = covered; ts.isConditionalExpression(at.parent) && at.parent.whenFalse === at; at = at.parent) {
    const { condition, whenTrue } = at.parent;
    if (!isCallOf(condition, 'stryMutAct_9fa48')) break;
    found.push({ id: numberOf(condition)[0], text: whenTrue.getText(source) });
  }
  return found;
};

/** Code of Stryker's, in which each value that has mutants is told to `stryLook` with what they would have been. */
export const withLooks = (name, code) => {
  const source = ts.createSourceFile(name, code, ts.ScriptTarget.Latest, true);
  const inserts = [];
  const visit = (node) => {
    if (
      ts.isParenthesizedExpression(node) &&
      ts.isBinaryExpression(node.expression) &&
      node.expression.operatorToken.kind === ts.SyntaxKind.CommaToken &&
      isCallOf(node.expression.left, 'stryCov_9fa48') &&
      !ts.isArrowFunction(node.expression.right) &&
      !CHANGES.test(node.expression.right.getText(source))
    ) {
      const looks = instead(node, source).filter(({ text }) => changesNothing(text));
      if (looks.length > 0) {
        const values = looks.map(({ id, text }) => `[${id}, () => ${text}]`).join(', ');
        inserts.push([node.expression.right.getStart(source), 'stryLook('], [node.expression.right.getEnd(), `, () => [${values}])`]);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  let from = 0;
  const pieces = [];
  for (const [at, insert] of inserts.sort((a, b) => a[0] - b[0])) {
    pieces.push(code.slice(from, at), insert);
    from = at;
  }
  return pieces.join('') + code.slice(from);
};
