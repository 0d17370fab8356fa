import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { MemoryCore, MemoryCoreError } from '../src/index.js';

/** Serves one canned answer per test and records what was asked. */
async function answering(test, status, body) {
  const asked = [];
  const server = createServer(async (request, response) => {
    let sent = '';
    for await (const chunk of request) sent += chunk;
    asked.push({ method: request.method, url: request.url, body: sent });
    response.writeHead(status).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => server.close());
  return { core: new MemoryCore(`http://127.0.0.1:${server.address().port}`), asked };
}

test('a memory is sent as JSON and comes back with its id', async (t) => {
  const { core, asked } = await answering(t, 201, '{"id":"1","text":"tea at four","tags":[]}');
  const memory = await core.store({ text: 'tea at four' });
  assert.equal(memory.id, '1');
  assert.deepEqual(asked, [{ method: 'POST', url: '/memories', body: '{"text":"tea at four"}' }]);
});

test('a query is data, not a part of the address', async (t) => {
  const { core, asked } = await answering(t, 200, '{"memories":[]}');
  assert.deepEqual(await core.find({ query: 'a&limit=999', limit: 3 }), []);
  assert.equal(asked[0].url, '/memories?query=a%26limit%3D999&limit=3');
});

test('an id cannot climb out of its path', async (t) => {
  const { core, asked } = await answering(t, 204, '');
  await core.forget('../healthz');
  assert.equal(asked[0].url, '/memories/..%2Fhealthz');
});

test('a refusal carries the status and the reason', async (t) => {
  const { core } = await answering(t, 404, '{"message":"no memory \'x\'"}');
  await assert.rejects(core.get('x'), { name: 'MemoryCoreError', status: 404, message: "no memory 'x'" });
});

test('a refusal that is not JSON still has a reason', async (t) => {
  const { core } = await answering(t, 500, '<html>');
  await assert.rejects(core.ready(), { status: 500, message: 'Internal Server Error' });
});

test('a core that is not there is a bad gateway', async () => {
  const core = new MemoryCore('http://127.0.0.1:1');
  await assert.rejects(core.ready(), (error) => error instanceof MemoryCoreError && error.status === 502);
});
