import { createClient } from '@redis/client';
import { createApp } from './app.js';
import { connectEvents } from './events.js';
import { RedisStore } from './store.js';

const { PORT = '8080', REDIS_URL = 'redis://localhost:6379', NATS_URL = 'nats://localhost:4222' } = process.env;

// The first process of a container gets no default action for SIGTERM: it must end itself, while it waits for NATS too.
/** @type {() => unknown} */
let stop = () => process.exit();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop());

const events = await connectEvents(NATS_URL);
const redis = createClient({ url: REDIS_URL, disableOfflineQueue: true });
const app = createApp({ store: new RedisStore(redis), events, logger: { base: { service: 'memory-core' } } });
redis.on('error', (error) => app.log.warn({ err: error }, 'redis does not answer'));
await redis.connect();
await app.listen({ host: '0.0.0.0', port: Number(PORT) });

stop = async () => {
  await app.close();
  await events.close();
  await redis.close();
};
