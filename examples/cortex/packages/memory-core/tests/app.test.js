import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApp } from '../src/app.js';

/** Keeps memories in a map; finds by substring. Enough for what the HTTP interface promises. */
function mapStore() {
  const memories = new Map();
  return {
    save: async (memory) => void memories.set(memory.id, memory),
    get: async (id) => memories.get(id),
    find: async (query, limit) => [...memories.values()].filter(({ text }) => text.includes(query)).slice(0, limit),
    remove: async (id) => memories.delete(id),
    ready: async () => {},
  };
}

function start(test, parts = {}) {
  const published = [];
  const events = { publish: (subject, event) => published.push({ subject, ...event }), ready: async () => {} };
  const app = createApp({ store: mapStore(), events, now: () => new Date(0), ...parts });
  test.after(() => app.close());
  return { app, published };
}

test('a memory is stored, found, read and forgotten, and both changes are announced', async (t) => {
  const { app, published } = start(t);
  const stored = await app.inject({ method: 'POST', url: '/memories', payload: { text: 'tea at four', tags: ['tea'] } });
  assert.equal(stored.statusCode, 201);
  const memory = stored.json();
  assert.deepEqual(memory, { id: memory.id, text: 'tea at four', tags: ['tea'], createdAt: '1970-01-01T00:00:00.000Z' });

  assert.deepEqual((await app.inject('/memories?query=tea')).json(), { memories: [memory] });
  assert.deepEqual((await app.inject(`/memories/${memory.id}`)).json(), memory);
  assert.equal((await app.inject({ method: 'DELETE', url: `/memories/${memory.id}` })).statusCode, 204);
  assert.equal((await app.inject(`/memories/${memory.id}`)).statusCode, 404);
  assert.deepEqual(published, [
    { subject: 'memory.stored', id: memory.id },
    { subject: 'memory.forgotten', id: memory.id },
  ]);
});

for (const [what, payload] of Object.entries({
  'no text': {},
  'an empty text': { text: '' },
  'a text that is too long': { text: 'x'.repeat(4001) },
  'an unknown field': { text: 'x', colour: 'red' },
})) {
  test(`${what} is refused`, async (t) => {
    const { app, published } = start(t);
    assert.equal((await app.inject({ method: 'POST', url: '/memories', payload })).statusCode, 400);
    assert.deepEqual(published, []);
  });
}

test('a limit out of range is refused', async (t) => {
  const { app } = start(t);
  assert.equal((await app.inject('/memories?limit=51')).statusCode, 400);
});

test('what was never stored cannot be forgotten, and nothing is announced', async (t) => {
  const { app, published } = start(t);
  const answer = await app.inject({ method: 'DELETE', url: '/memories/nothing' });
  assert.equal(answer.statusCode, 404);
  assert.equal(answer.json().message, "no memory 'nothing'");
  assert.deepEqual(published, []);
});

test('health names what is down', async (t) => {
  const { app } = start(t, { store: { ...mapStore(), ready: () => Promise.reject(new Error('gone')) } });
  const answer = await app.inject('/healthz');
  assert.equal(answer.statusCode, 503);
  assert.equal(answer.json().message, 'no answer from redis');
});
