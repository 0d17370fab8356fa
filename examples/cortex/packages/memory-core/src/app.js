import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';

/**
 * @typedef {import('./store.js').Store} Store
 * @typedef {{ publish(subject: string, event: object): void, ready(): Promise<void> }} Events
 */

const newMemory = {
  type: 'object',
  required: ['text'],
  additionalProperties: false,
  properties: {
    text: { type: 'string', minLength: 1, maxLength: 4000 },
    tags: { type: 'array', maxItems: 8, items: { type: 'string', minLength: 1, maxLength: 40 }, default: [] },
  },
};

const search = {
  type: 'object',
  properties: {
    query: { type: 'string', maxLength: 200, default: '' },
    limit: { type: 'integer', minimum: 1, maximum: 50, default: 10 },
  },
};

/**
 * The HTTP interface of memory-core. A change is announced on `memory.stored` or `memory.forgotten` once it is kept.
 *
 * @param {{ store: Store, events: Events, now?: () => Date, logger?: import('fastify').FastifyServerOptions['logger'] }} parts
 */
export function createApp({ store, events, now = () => new Date(), logger = false }) {
  const app = Fastify({ logger, ajv: { customOptions: { removeAdditional: false } } });

  app.get('/healthz', { logLevel: 'warn' }, async (request, reply) => {
    const [redis, nats] = await Promise.allSettled([store.ready(), events.ready()]);
    const down = Object.entries({ redis, nats }).filter(([, check]) => check.status === 'rejected');
    if (down.length === 0) return { status: 'ok' };
    return reply.code(503).send({ status: 'unavailable', message: `no answer from ${down.map(([name]) => name).join(', ')}` });
  });

  app.post('/memories', { schema: { body: newMemory } }, async (request, reply) => {
    const { text, tags } = /** @type {{ text: string, tags: string[] }} */ (request.body);
    const memory = { id: randomUUID(), text, tags, createdAt: now().toISOString() };
    await store.save(memory);
    events.publish('memory.stored', { id: memory.id });
    return reply.code(201).send(memory);
  });

  app.get('/memories', { schema: { querystring: search } }, async (request) => {
    const { query, limit } = /** @type {{ query: string, limit: number }} */ (request.query);
    return { memories: await store.find(query, limit) };
  });

  app.get('/memories/:id', async (request, reply) => {
    const { id } = /** @type {{ id: string }} */ (request.params);
    return (await store.get(id)) ?? missing(reply, id);
  });

  app.delete('/memories/:id', async (request, reply) => {
    const { id } = /** @type {{ id: string }} */ (request.params);
    if (!(await store.remove(id))) return missing(reply, id);
    events.publish('memory.forgotten', { id });
    return reply.code(204).send();
  });

  return app;
}

/**
 * @param {import('fastify').FastifyReply} reply
 * @param {string} id
 */
const missing = (reply, id) => reply.code(404).send({ message: `no memory '${id}'` });
