import type { MemoryCore } from '@cortex/shared';
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Express } from 'express';
import type { Logger } from 'pino';
import { createServer } from './server.js';

/**
 * Streamable HTTP at `/mcp` without sessions (each request stands for itself, so that any replica can answer), and
 * `/healthz`. A request whose Host header is not in `allowedHosts` is refused: a page in a browser could otherwise
 * reach this server by DNS rebinding.
 */
export function createApp(core: MemoryCore, log: Logger, allowedHosts: string[]): Express {
  const app = createMcpExpressApp({ host: '0.0.0.0', allowedHosts });

  app.get('/healthz', (request, response) =>
    core.ready().then(
      () => response.json({ status: 'ok' }),
      (error: Error) => response.status(503).json({ status: 'unavailable', message: error.message }),
    ),
  );

  app.post('/mcp', async (request, response) => {
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    const server = createServer(core);
    response.on('close', () => server.close());
    response.on('finish', () => log.info({ method: request.body?.method, status: response.statusCode }, 'answered'));
    await server.connect(transport);
    await transport.handleRequest(request, response, request.body);
  });

  app.all('/mcp', (request, response) => {
    response.status(405).set('allow', 'POST').json({ message: 'this server keeps no sessions: only POST' });
  });

  return app;
}
