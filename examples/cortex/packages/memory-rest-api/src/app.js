import Fastify from 'fastify';

/**
 * @typedef {Pick<import('@cortex/shared').MemoryCore, 'store' | 'find' | 'get' | 'forget' | 'ready'>} Core
 * @typedef {import('./metrics.js').Metrics} Metrics
 */

const search = {
  type: 'object',
  properties: { query: { type: 'string' }, limit: { type: 'integer' } },
};

/**
 * The public HTTP interface: `/v1/memories`, `/healthz` and `/metrics`. What memory-core refuses is passed on with its
 * status and reason.
 *
 * @param {{ core: Core, metrics: Metrics, logger?: import('fastify').FastifyServerOptions['logger'] }} parts
 */
export function createApp({ core, metrics, logger = false }) {
  const app = Fastify({ logger });

  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.answered(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
  });

  app.get('/healthz', { logLevel: 'warn' }, async () => {
    await core.ready();
    return { status: 'ok' };
  });

  app.get('/metrics', { logLevel: 'warn' }, async (request, reply) => {
    reply.type(metrics.contentType);
    return metrics.text();
  });

  app.post('/v1/memories', async (request, reply) => {
    const memory = await core.store(/** @type {{ text: string }} */ (request.body));
    return reply.code(201).header('location', `/v1/memories/${memory.id}`).send(memory);
  });

  app.get('/v1/memories', { schema: { querystring: search } }, async (request) => {
    const { query, limit } = /** @type {{ query?: string, limit?: number }} */ (request.query);
    return { memories: await core.find({ query, limit }) };
  });

  app.get('/v1/memories/:id', async (request) => core.get(idOf(request)));

  app.delete('/v1/memories/:id', async (request, reply) => {
    await core.forget(idOf(request));
    return reply.code(204).send();
  });

  return app;
}

/** @param {import('fastify').FastifyRequest} request */
const idOf = (request) => /** @type {{ id: string }} */ (request.params).id;
