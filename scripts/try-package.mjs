// Tries the package as its users have it: packs it, installs the tarball in a fresh project, type-checks README's example under `strict` with
// `skipLibCheck: false`, and runs it on two folders. `npm run try-package`; it needs the registry.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const project = mkdtempSync(join(tmpdir(), 'foldsync-package-'));
const run = (cwd, command, ...args) => execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

run(root, 'npm', 'run', 'build');
const tarball = run(root, 'npm', 'pack', '--silent', '--pack-destination', project).trim().split('\n').at(-1);
const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'try', private: true, type: 'module' }));
run(
  project,
  'npm',
  'install',
  '--no-audit',
  '--no-fund',
  `./${tarball}`,
  `typescript@${devDependencies.typescript}`,
  `@types/node@${devDependencies['@types/node']}`,
);

const example = /^```ts\n(.*?)^```$/ms.exec(readFileSync(join(root, 'README.md'), 'utf8'))[1];
writeFileSync(join(project, 'example.ts'), example);
const options = { strict: true, skipLibCheck: false, target: 'ES2022', module: 'NodeNext', types: ['node'], outDir: 'out' };
writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['example.ts'] }));
run(project, 'npx', 'tsc');

for (const side of ['A', 'B']) mkdirSync(join(project, side));
writeFileSync(join(project, 'A', 'from-a'), '1');
writeFileSync(join(project, 'B', 'from-b'), '2');
run(project, 'node', 'out/example.js', 'A', 'B', 'state');
const seen = [readFileSync(join(project, 'B', 'from-a'), 'utf8'), readFileSync(join(project, 'A', 'from-b'), 'utf8')];
if (seen.join() !== '1,2') throw new Error(`the example did not sync: ${seen}`);
rmSync(project, { recursive: true });
console.log(`${tarball}: installed, type-checked and run`);
