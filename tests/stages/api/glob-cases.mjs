// Writes glob-cases.json: patterns, paths, and what picomatch 4.0.7 answers with dot and posix on.
// Run in a folder where picomatch is installed:
//   npm install picomatch@4.0.7 && node PATH/TO/glob-cases.mjs > PATH/TO/glob-cases.json
import { createRequire } from 'node:module';

const picomatch = createRequire(process.cwd() + '/')('picomatch');

const tree = [
  'Dockerfile', '.env', 'README.md', 'package.json', 'docker-compose.yml', 'docker-compose.infra.yml',
  'packages/mcp-server/Dockerfile', 'packages/mcp-server/src/index.ts', 'packages/mcp-server/src/.hidden/a.ts',
  'packages/mcp-server/src/index.test.ts', 'packages/mcp-server/src/index.d.ts', 'packages/shared/log.ts',
  'packages/shared', 'packages', 'infra/prometheus/rules/api.yml', 'infra/grafana/dashboards/a/b/c.json',
  'infra/grafana/dashboards/c.json', 'app/[slug]/page.tsx', 'app/s/page.tsx', 'app/[...all]/page.tsx',
  'a', 'b', 'ab', 'a/b', 'a/b/c', 'a/a/a', 'a/.b', '.a/b', '.github/workflows/ci.yml', 'a b/c d', 'ä/ö', 'x+y/z',
  'a*b', 'a?b', 'a|b', 'a(b)', 'a{b}', 'v1', 'v2', 'v10', 'lib/c++/x.cc', 'a.b.c', 'a,b', '$HOME', 'a^b', '!a', 'a!b',
];

const groups = {
  stars: ['*', '**', '***', '*.*', '.*', '**/*', '**/.*', '*/*', '*/**', '**/*.ts', '**.ts', '*.ts', 'a/*', 'a/**',
    'a/**/c', 'a/**/*', '**/b', '**/b/**', 'a**', '**a', 'a/**b', 'a/b**', '**/**', '**/**/c', 'a/**/**/c', 'a/***',
    'packages/**', 'packages/*', 'packages/*/src/**', 'packages/**/index.ts', '**/src/**/*.ts', 'infra/**/*.json',
    'infra/grafana/dashboards/**/*.json', '*ackage*', '**/.hidden/**', '.github/**', 'd*r-c*e.yml'],
  literals: ['a', './a', 'a/b', 'README.md', 'docker-compose.yml', 'a b/c d', 'ä/ö', '$HOME', 'a^b', 'a,b', 'a|b', 'a!b',
    'x+y/z', 'lib/c++/**', '\\!a', 'a\\*b', 'a\\?b', 'a\\(b\\)', 'a\\{b\\}', '"a*b"', 'a\\.b.c', 'a\\/b'],
  singles: ['?', '??', 'a/?', '?/?', 'a?b', 'v?', '?.b.c', '???', '**/?'],
  classes: ['[ab]', '[a-b]', '[^a]', '[!a]', 'v[0-9]', 'v[0-9]*', '[]a]', '[a-]', 'v[[:digit:]]', 'v[[:digit:]][[:digit:]]',
    '[[:alpha:]]', '[[:upper:]]*', '[[:lower:][:digit:]]*', '[^[:alpha:]]*', 'app/[slug]/page.tsx', 'app/[...all]/page.tsx',
    'app/\\[slug\\]/page.tsx', 'a[*]b', 'a[?]b', 'v[0-9]+', '[ab]+', 'a[+*]b', 'a[\\*]b'],
  braces: ['{a,b}', 'a/{b,c}', '{a,b}/{b,c}', '*.{ts,md}', '**/*.{ts,json}', 'v{1..2}', '{a..c}', '{a,b/c}', 'a/{,b/}c',
    'a/{b,.b}', '{a}', 'a{b}', '{packages,infra}/**', '{packages/**,a}', 'docker-compose{,.infra}.yml', '{a,{b,ab}}',
    '{**/b,c}', 'packages/{mcp-server,shared}/**/*.ts', '{*,*/b}', '{a..c}b'],
  extglobs: ['@(a|b)', '?(a)b', '+(a)', '+(a|b)', '*(a|b)', '!(a)', '!(a|b)', '!(*.md)', 'a/!(b)', '!(a)/b', '!(a)/**',
    '**/!(*.test).ts', '**/!(*.d).ts', '**/!(*.d|*.test).ts', 'packages/!(shared)/**', 'packages/!(mcp*)/**',
    'docker-compose?(.infra).yml', '@(a|b)/@(b|c)', '+(a/)b', 'v+([0-9])', 'v+([[:digit:]])', '!(packages)/**', '@(a|!(b))',
    '!(!(a))', '!(packages|infra|app)', '(a|b)', '(a|b)/c', '(a|b)+', 'a(b)?', '@(packages|infra)/**/*.@(ts|json)',
    '!(**/b)', '**/!(b)', '?(.)a', '*(.)*', '@(a/**)', 'packages/*(*/)index.ts'],
};

const rows = Object.entries(groups).flatMap(([group, patterns]) => patterns.map((pattern) => {
  const matches = picomatch(pattern, { dot: true, posix: true });
  return JSON.stringify({ group, pattern, matches: tree.filter((path) => matches(path)) });
}));
console.log(`{"paths": ${JSON.stringify(tree)},\n"cases": [\n${rows.join(',\n')}\n]}`);
