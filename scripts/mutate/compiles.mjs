// Which mutants the compiler refuses: nobody could write them, so no test has to notice them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from './bundle.mjs';

/** Answers whether a mutant compiles, seen from its own file: declared types keep what is wrong with it there. */
export const compiler = () => {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.domain.json'),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  );
  const changed = new Map();
  let version = 0;
  const host = {
    getScriptFileNames: () => config.fileNames,
    getScriptVersion: (file) => (changed.has(file) ? String(version) : '0'),
    getScriptSnapshot: (file) => {
      const text = changed.get(file) ?? ts.sys.readFile(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    // What is not used any more is no error: that a mutant leaves something unused says nothing about it.
    getCompilationSettings: () => ({ ...config.options, noUnusedLocals: false, noUnusedParameters: false, allowUnreachableCode: true }),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
  };
  const service = ts.createLanguageService(host);
  return ({ file, location: { start, end }, replacement }) => {
    const path = join(root, file);
    const source = readFileSync(path, 'utf8');
    const lines = source.split('\n');
    const offset = ({ line, column }) => lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, column);
    version += 1;
    changed.clear();
    changed.set(path, source.slice(0, offset(start)) + replacement + source.slice(offset(end)));
    return service.getSemanticDiagnostics(path).length + service.getSyntacticDiagnostics(path).length === 0;
  };
};
