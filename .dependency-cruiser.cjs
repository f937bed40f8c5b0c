/**
 * The arrows between rooms and shelves, as ARCHITECTURE.md draws them. A rule says who (`from`) may not reach what
 * (`to`); what is left stands in `pathNot`, each exception with its reason. Tests and what only tests use are free:
 * they stand outside every room. tests/contract/boundaries.test.ts plants one fault for every rule.
 */

const TESTS = '[.]test[.]ts$|^src/[^/]+/core/testing[.]ts$'

// Composition roots put rooms together, so they alone know all of them: the command line on the server's side, the
// workbench (and its type, which the desk's pages speak to) on the device's side.
const ROOTS = '^src/cli/|^src/platform/client/(create_workbench|workbench|[a-z_]+_methods)[.]ts$'

// Words for people and the shape of a web address: no room of their own, used on every shelf but core.
const LANGUAGES = '^src/languages/'
const CORE = '^src/[^/]+/core/'

const forbidden = [
  {
    name: 'no-cycles',
    comment: 'Two files that need each other are one idea; types may point both ways.',
    severity: 'error',
    // Rows of fields are fields: a component that draws itself needs the other half.
    from: { pathNot: '^src/cases/ui/fields/(FormField|Rows)[.]svelte$' },
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'resolvable',
    comment: 'An import that leads nowhere hides from every other rule.',
    severity: 'error',
    from: {},
    // SvelteKit and vite.config.ts make these modules while they build.
    to: {
      couldNotResolve: true,
      pathNot: '^[$]app/|^[.]/[$]types$|[?](worker&url|inline|packed)$|^virtual:worker-chunks$',
    },
  },
  {
    name: 'core-knows-core',
    comment: 'core decides and imports nothing but core.',
    severity: 'error',
    from: { path: CORE, pathNot: TESTS },
    to: { path: '^src/', pathNot: CORE },
  },
  {
    name: 'core-is-pure',
    comment:
      'core has no IO: of packages only zod, readers of XML and HTML, the list of registrable domains, and in the vault canonical JSON and hashes, all pure.',
    severity: 'error',
    from: { path: CORE, pathNot: TESTS },
    to: {
      dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional'],
      pathNot: '(^|/)node_modules/(zod|saxes|parse5|tldts|tldts-core|canonicalize|@noble/hashes)/',
    },
  },
  {
    name: 'kernel-knows-itself',
    comment: 'The kernel is what rooms share; it knows none of them.',
    severity: 'error',
    from: { path: '^src/kernel/', pathNot: TESTS },
    to: { path: '^src/', pathNot: '^src/kernel/' },
  },
  {
    name: 'languages-know-no-room',
    severity: 'error',
    comment: 'Every shelf speaks through languages, so languages may know no room.',
    from: { path: LANGUAGES, pathNot: TESTS },
    to: { path: '^src/', pathNot: [LANGUAGES, '^src/kernel/core/'] },
  },
  {
    name: 'server-arrows',
    comment:
      'server → core, its own server, services of other rooms, the platform. Logs are common ground: the stores of ' +
      'the vault are open to every server shelf.',
    severity: 'error',
    from: { path: '^src/([^/]+)/server/', pathNot: TESTS },
    to: {
      path: '^src/',
      pathNot: [
        CORE,
        '^src/$1/server/',
        '^src/[^/]+/server/[^/]+[.]service[.]ts$',
        '^src/vault/server/[^/]+[.]store[.]ts$',
        '^src/platform/server/',
        LANGUAGES,
      ],
    },
  },
  {
    name: 'platform-knows-no-room',
    comment:
      'The platform serves rooms and knows none but the vault; rooms are handed to it by the command line.',
    severity: 'error',
    from: { path: '^src/platform/server/', pathNot: TESTS },
    to: { path: '^src/', pathNot: ['^src/platform/server/', CORE, LANGUAGES] },
  },
  {
    name: 'client-arrows',
    comment:
      'client → core, its own client, the vault, the platform, and the unlocked device (members/client), which holds ' +
      'the keys that every room needs.',
    severity: 'error',
    from: { path: '^src/([^/]+)/client/', pathNot: [TESTS, ROOTS] },
    to: {
      path: '^src/',
      pathNot: [CORE, '^src/$1/client/', '^src/(vault|platform|members)/client/', LANGUAGES],
    },
  },
  {
    name: 'ui-arrows',
    comment: 'ui → core, client, components of its own room and of the platform.',
    severity: 'error',
    from: { path: '^src/([^/]+)/ui/', pathNot: TESTS },
    to: {
      path: '^src/',
      pathNot: [
        CORE,
        '^src/[^/]+/client/',
        '^src/$1/ui/',
        '^src/platform/ui/',
        LANGUAGES,
        // Every figure leads to the public list that it counts: the addresses of that list.
        '^src/cases/ui/public/query[.]ts$',
      ],
    },
  },
  {
    name: 'ui-sees-types-of-clients',
    comment: 'A page speaks to the worker; code of a client in a page would bring keys out of it.',
    severity: 'error',
    from: { path: '^src/[^/]+/ui/', pathNot: TESTS },
    to: {
      path: '^src/[^/]+/client/',
      // Addresses of workers that hold no key: they read files of strangers, or set type, apart from the page; and what
      // makes an address trusted.
      pathNot: [
        '^src/(instruments/client/text_file|cases/client/evidence_file|missions/client/pdf_setter)[.]worker[.]ts$',
        '^src/platform/client/trusted_addresses[.]ts$',
      ],
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'vault-behind-the-worker',
    comment: 'No page reaches into the vault: keys have no name there.',
    severity: 'error',
    from: { path: '^src/([^/]+/ui|routes)/', pathNot: TESTS },
    to: { path: '^src/vault/' },
  },
  {
    name: 'routes-are-thin',
    comment:
      'A route asks a service and shows components; it holds no store, no API and no client of a room.',
    severity: 'error',
    from: { path: '^src/(routes/|hooks|params)' },
    to: {
      path: '^src/',
      // What a service answers has a type.
      dependencyTypesNot: ['type-only'],
      pathNot: [
        '^src/routes/',
        '^src/[^/]+/ui/',
        CORE,
        LANGUAGES,
        '^src/[^/]+/server/[^/]+[.]service[.]ts$',
        '^src/platform/server/(services|page_cache)[.]ts$',
        // The one door to the worker, and what must run before any schema is made.
        '^src/platform/client/(worker_host|workbench|no_eval)[.]ts$',
      ],
    },
  },
  {
    name: 'nothing-knows-the-roots',
    comment: 'Nobody imports the command line, and only the worker and the command line make a workbench.',
    severity: 'error',
    from: {
      pathNot: [TESTS, '^tests/', '^bench/', '^src/cli/', '^src/platform/client/vault[.]worker[.]ts$'],
    },
    to: { path: '^src/(cli/|platform/client/create_workbench[.]ts$)' },
  },
  {
    name: 'cryptography-in-the-vault',
    comment: 'One room to audit.',
    severity: 'error',
    from: { path: '^src/', pathNot: [TESTS, '^src/vault/'] },
    to: {
      path: '(^|/node_modules/|^node_modules/)(age-encryption|hash-wasm|@noble|@scure|canonicalize)(/|$)',
    },
  },
  {
    name: 'node-crypto-on-the-server',
    comment:
      'Hashes and random bytes for sessions, limits, caches and the commands; no key of a member is there.',
    severity: 'error',
    from: { path: '^src/', pathNot: [TESTS, '^src/(vault|platform)/server/', '^src/cli/'] },
    to: { path: '^(node:)?crypto$' },
  },
  {
    name: 'sql-in-stores',
    comment: 'SQL stands in *.store.ts, where it is read together with the policies of its tables.',
    severity: 'error',
    from: { path: '^src/', pathNot: [TESTS, '[.]store[.]ts$', '^src/platform/server/'] },
    to: { path: '(^|/node_modules/|^node_modules/)(kysely|pg|pg-boss)(/|$)' },
  },
  {
    name: 'devices-without-node',
    comment: 'What a browser runs has no Node.',
    severity: 'error',
    from: { path: '^src/[^/]+/(client|ui|core)/', pathNot: TESTS },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'shipped-without-dev',
    comment: 'What runs for people needs no development dependency.',
    severity: 'error',
    from: { path: '^src/', pathNot: TESTS },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'tests-stay-tests',
    comment: 'Nothing that ships imports a test or what helps tests.',
    severity: 'error',
    from: { path: '^src/', pathNot: TESTS },
    to: { path: ['^tests/', TESTS] },
  },
]

module.exports = {
  forbidden,
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|[.]svelte-kit)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['module', 'svelte', 'import', 'node', 'default', 'types'],
    },
  },
}
