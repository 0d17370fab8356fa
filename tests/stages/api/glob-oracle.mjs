// Answers for GlobDifferentialTest: reads lines of {"pattern", "paths"} and writes for each one array of booleans,
// or null where picomatch makes no regular expression of the pattern and so matches nothing.
// Run where picomatch is installed: node glob-oracle.mjs < cases.jsonl
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const picomatch = createRequire(process.cwd() + '/')('picomatch');

for await (const line of createInterface({ input: process.stdin })) {
  const { pattern, paths } = JSON.parse(line);
  const options = { dot: true, posix: true };
  const unreadable = picomatch.makeRe(pattern, options).source === '$^';
  const matches = picomatch(pattern, options);
  console.log(JSON.stringify(unreadable ? null : paths.map((path) => matches(path))));
}
