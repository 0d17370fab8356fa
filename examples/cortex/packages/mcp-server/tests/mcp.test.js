import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { MemoryCoreError } from '@cortex/shared';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { pino } from 'pino';
import { createApp } from '../dist/http.js';
import { createServer } from '../dist/server.js';

const memory = { id: '1', text: 'tea at four', tags: [], createdAt: '1970-01-01T00:00:00.000Z' };
const TOOLS = ['forget', 'recall', 'remember'];

async function connected(test, transport) {
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(transport);
  test.after(() => client.close());
  return client;
}

async function talkingTo(test, core) {
  const [near, far] = InMemoryTransport.createLinkedPair();
  await createServer(core).connect(far);
  return connected(test, near);
}

async function listening(test, core, allowedHosts) {
  const http = createApp(core, pino({ enabled: false }), allowedHosts).listen(0, '127.0.0.1');
  await new Promise((resolve) => http.once('listening', resolve));
  test.after(() => (http.close(), http.closeAllConnections()));
  return `http://127.0.0.1:${http.address().port}`;
}

const namesOf = async (client) => (await client.listTools()).tools.map(({ name }) => name).sort();

test('remember and recall answer as text and as data', async (t) => {
  const client = await talkingTo(t, { store: async () => memory, find: async () => [memory] });
  const stored = await client.callTool({ name: 'remember', arguments: { text: 'tea at four' } });
  assert.deepEqual(stored.structuredContent, { memory });
  const found = await client.callTool({ name: 'recall', arguments: { query: 'tea' } });
  assert.deepEqual(found.structuredContent, { memories: [memory] });
  assert.match(found.content[0].text, /tea at four/);
});

test('what memory-core refuses is the error of the tool', async (t) => {
  const client = await talkingTo(t, { forget: () => Promise.reject(new MemoryCoreError(404, "no memory '2'")) });
  const answer = await client.callTool({ name: 'forget', arguments: { id: '2' } });
  assert.equal(answer.isError, true);
  assert.equal(answer.content[0].text, "no memory '2'");
});

test('over stdio the program answers without memory-core', async (t) => {
  const program = fileURLToPath(new URL('../dist/index.js', import.meta.url));
  const client = await connected(t, new StdioClientTransport({ command: process.execPath, args: [program], stderr: 'ignore' }));
  assert.equal(client.getServerVersion().name, 'cortex');
  assert.deepEqual(await namesOf(client), TOOLS);
});

test('over HTTP the same tools are there', async (t) => {
  const address = await listening(t, { ready: async () => {} }, ['127.0.0.1']);
  const client = await connected(t, new StreamableHTTPClientTransport(new URL('/mcp', address)));
  assert.deepEqual(await namesOf(client), TOOLS);
  assert.equal((await fetch(`${address}/healthz`)).status, 200);
  assert.equal((await fetch(`${address}/mcp`)).status, 405);
});

test('a host that is not allowed is refused', async (t) => {
  const address = await listening(t, {}, ['cortex.example']);
  assert.equal((await fetch(`${address}/healthz`)).status, 403);
});

test('without memory-core the service is not healthy', async (t) => {
  const address = await listening(t, { ready: () => Promise.reject(new Error('gone')) }, ['127.0.0.1']);
  assert.equal((await fetch(`${address}/healthz`)).status, 503);
});
