import { MemoryCore } from '@cortex/shared';
import { createApp } from './app.js';
import { followChanges } from './changes.js';
import { Metrics } from './metrics.js';

const { PORT = '8080', MEMORY_CORE_URL = 'http://localhost:8481', NATS_URL = 'nats://localhost:4222' } = process.env;

// The first process of a container gets no default action for SIGTERM: it must end itself, while it waits for NATS too.
/** @type {() => unknown} */
let stop = () => process.exit();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop());

const metrics = new Metrics();
const changes = await followChanges(NATS_URL, (kind) => metrics.changed(kind));
const core = new MemoryCore(MEMORY_CORE_URL);
const app = createApp({ core, metrics, logger: { base: { service: 'memory-rest-api' } } });
await app.listen({ host: '0.0.0.0', port: Number(PORT) });

stop = async () => {
  await app.close();
  await changes.close();
};
