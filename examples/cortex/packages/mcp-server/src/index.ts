import { MemoryCore } from '@cortex/shared';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { pino } from 'pino';
import { createServer } from './server.js';

const {
  PORT = '8080',
  MEMORY_CORE_URL = 'http://localhost:8481',
  MCP_ALLOWED_HOSTS = 'localhost,127.0.0.1,mcp-server',
} = process.env;

const core = new MemoryCore(MEMORY_CORE_URL);

if (process.argv.includes('--http')) await serveHttp();
else await serveStdio();

/** Loads the HTTP stack only here: a client waits for the start of a server over stdio. */
async function serveHttp(): Promise<void> {
  const { createApp } = await import('./http.js');
  const log = pino({ base: { service: 'mcp-server' } });
  const app = createApp(core, log, MCP_ALLOWED_HOSTS.split(','));
  const http = app.listen(Number(PORT), '0.0.0.0', () => log.info({ port: Number(PORT) }, 'listening'));
  const stop = () => {
    http.close();
    http.closeAllConnections();
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
}

/** Standard output belongs to the protocol, so the log goes to standard error. Ends when the client closes its side. */
async function serveStdio(): Promise<void> {
  const log = pino({ base: { service: 'mcp-server' } }, pino.destination(2));
  const server = createServer(core);
  server.server.onerror = (error) => log.warn({ err: error }, 'a message was not understood');
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit());
  await server.connect(new StdioServerTransport());
  log.info('listening on standard input');
}
