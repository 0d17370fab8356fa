import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryCoreError } from '@cortex/shared';
import { createApp } from '../src/app.js';
import { Metrics } from '../src/metrics.js';

const memory = { id: '1', text: 'tea at four', tags: [], createdAt: '1970-01-01T00:00:00.000Z' };

function start(test, core) {
  const app = createApp({ core, metrics: new Metrics() });
  test.after(() => app.close());
  return app;
}

test('a stored memory has an address', async (t) => {
  const app = start(t, { store: async ({ text }) => ({ ...memory, text }) });
  const answer = await app.inject({ method: 'POST', url: '/v1/memories', payload: { text: 'tea at five' } });
  assert.equal(answer.statusCode, 201);
  assert.equal(answer.headers.location, '/v1/memories/1');
  assert.equal(answer.json().text, 'tea at five');
});

test('query and limit reach memory-core', async (t) => {
  const asked = [];
  const app = start(t, { find: async (search) => (asked.push(search), [memory]) });
  assert.deepEqual((await app.inject('/v1/memories?query=tea&limit=3')).json(), { memories: [memory] });
  assert.deepEqual(asked, [{ query: 'tea', limit: 3 }]);
});

test('a refusal of memory-core is passed on', async (t) => {
  const app = start(t, { get: () => Promise.reject(new MemoryCoreError(404, "no memory '2'")) });
  const answer = await app.inject('/v1/memories/2');
  assert.equal(answer.statusCode, 404);
  assert.equal(answer.json().message, "no memory '2'");
});

test('without memory-core the service is not healthy', async (t) => {
  const app = start(t, { ready: () => Promise.reject(new MemoryCoreError(502, 'memory-core does not answer')) });
  assert.equal((await app.inject('/healthz')).statusCode, 502);
});

test('requests are counted by route pattern, not by address', async (t) => {
  const app = start(t, { get: async () => memory, ready: async () => {} });
  await app.inject('/v1/memories/1');
  await app.inject('/v1/memories/2');
  await app.inject('/wp-login.php');
  const answer = await app.inject('/metrics');
  assert.match(answer.headers['content-type'], /^text\/plain/);
  assert.match(answer.body, /^cortex_http_requests_total\{method="GET",route="\/v1\/memories\/:id",status="200"\} 2$/m);
  assert.match(answer.body, /^cortex_http_requests_total\{method="GET",route="none",status="404"\} 1$/m);
  assert.match(answer.body, /^cortex_http_request_duration_seconds_count\{method="GET",route="\/v1\/memories\/:id"\} 2$/m);
});

test('changes start at zero, so that a first one is an increase', async () => {
  const metrics = new Metrics();
  assert.match(await metrics.text(), /^cortex_memory_changes_total\{change="stored"\} 0$/m);
  metrics.changed('stored');
  metrics.changed('something else');
  const text = await metrics.text();
  assert.match(text, /^cortex_memory_changes_total\{change="stored"\} 1$/m);
  assert.doesNotMatch(text, /something else/);
});
