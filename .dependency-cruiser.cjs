// The one-way imports of ARCHITECTURE.md, checked: `npm run layers`.
//
//   cli ──> cloud-sync ──> effects/engine ──> effects ──> domain
//                          adapters ────────> effects/ports, domain
//   cli, cloud-sync ──> history ────────────────────────> domain
//   cli ──> inspect ──> history
//
// Each rule says in its comment what it protects.

const DOMAIN_PACKAGES = '(^|/)node_modules/(io-ts|fp-ts|immer)/';
const TOP = '^src/(index|cloud-sync|smart-cloud-sync)\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Modules that need each other are one module. (Imports of types alone are erased, and may.)',
      severity: 'error',
      from: { path: '^src' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-imports-only-itself',
      comment: 'The core is pure: what it may import is listed here, and no part of it touches the world.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: ['^src/domain/', DOMAIN_PACKAGES] },
    },
    {
      name: 'effects-know-no-adapter',
      comment: 'Effects speak to ports. Which adapter is behind one is decided above them.',
      severity: 'error',
      from: { path: '^src/effects/' },
      to: { path: '^src/', pathNot: '^src/(effects|domain)/' },
    },
    {
      name: 'only-the-engine-is-above-effects',
      comment: 'Ports and actions are used by the engine, and do not know it.',
      severity: 'error',
      from: { path: '^src/effects/', pathNot: ['^src/effects/engine/', '^src/effects/index\\.ts$'] },
      to: { path: '^src/effects/engine/' },
    },
    {
      name: 'ports-import-only-the-domain',
      comment: 'A port can be implemented by a stranger who has read nothing else.',
      severity: 'error',
      from: { path: '^src/effects/ports/' },
      to: { path: '^src/', pathNot: '^src/(effects/ports|domain)/' },
    },
    {
      name: 'adapters-implement-ports',
      comment: 'An adapter sees ports and the domain, never the engine.',
      severity: 'error',
      from: { path: '^src/adapters/' },
      to: { path: '^src/', pathNot: '^src/(adapters|effects/ports|domain)/' },
    },
    {
      name: 'adapters-do-not-know-each-other',
      comment: 'A provider can be added or removed as one folder.',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/', pathNot: '^src/adapters/(memory|key-value)-log/' },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/$1/' },
    },
    {
      name: 'logs-share-records-only',
      comment: 'The logs in memory and in a key-value store chain the same records as the one on disk: these, and no other adapter.',
      severity: 'error',
      from: { path: '^src/adapters/(memory|key-value)-log/' },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/((memory|key-value)-log/|level/(record|chain|slabs)\\.ts$)' },
    },
    {
      name: 'history-reads-the-domain',
      comment: 'Replay, explain, bisect, undo are pure functions over events and states: they know nothing of how these came to be.',
      severity: 'error',
      from: { path: '^src/history/' },
      to: { pathNot: ['^src/(history|domain)/', DOMAIN_PACKAGES] },
    },
    {
      name: 'history-is-for-those-on-top',
      comment: 'What syncs does not look back: only the command line, the classes and the testing kit read histories.',
      severity: 'error',
      from: { path: '^src/(domain|effects|adapters)/' },
      to: { path: '^src/history/' },
    },
    {
      name: 'inspect-reads-history',
      comment: 'What the inspector shows is told by history and domain; where the log comes from is handed to it.',
      severity: 'error',
      from: { path: '^src/inspect/', pathNot: '^src/inspect/page/' },
      to: { path: '^src/', pathNot: '^src/((inspect/(?!page/))|history/|domain/)' },
    },
    {
      name: 'inspect-is-for-the-command-line',
      comment: 'A web page is no part of a library.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(cli|inspect)/' },
      to: { path: '^src/inspect/' },
    },
    {
      name: 'the-page-knows-the-wire-alone',
      comment: 'The page runs in a browser: of the rest it knows the types of what comes over the wire, and how numbers are written.',
      severity: 'error',
      from: { path: '^src/inspect/page/' },
      to: { path: '^src/', pathNot: ['^src/inspect/(page/|wire\\.ts$)', '^src/history/numbers\\.ts$'] },
    },
    {
      name: 'nothing-imports-the-command-line',
      comment: 'The command line is one more user of the library.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'classes-are-on-top',
      comment: 'CloudSync is thin over the engine: only the command line, the package entry and the testing kit see it.',
      severity: 'error',
      from: { path: '^src/', pathNot: [TOP, '^src/(cli|testing)/'] },
      to: { path: TOP },
    },
    {
      name: 'registry-is-on-top',
      comment: 'Who makes providers by name knows them all: nothing below may reach one through it.',
      severity: 'error',
      from: { path: '^src/', pathNot: [TOP, '^src/(registry|cli|cloud-sync|testing)/'] },
      to: { path: '^src/registry/' },
    },
    {
      name: 'product-does-not-import-its-testing-kit',
      comment: 'src/testing is exported to users, and used by nothing that runs in production.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/testing/' },
      to: { path: '^src/testing/' },
    },
    {
      name: 'rxjs-only-where-streams-are',
      comment: 'Streams live in the engine, the ports that offer them, and what stands on these.',
      severity: 'error',
      from: { path: '^src/effects/', pathNot: '^src/effects/(engine|ports|client)/' },
      to: { path: '(^|/)node_modules/rxjs/' },
    },
    {
      name: 'no-dev-packages-in-the-product',
      comment:
        'What src imports must be there where foldsync is installed. (The testing kit needs fast-check beside it; the page is bundled with what it needs.)',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(testing|inspect/page)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'npm-peer', 'npm-optional', 'type-only'] },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
