import { connect } from '@nats-io/transport-node';

/**
 * Events as JSON messages on NATS. Waits for the server at start and reconnects for as long as the service lives.
 *
 * @param {string} servers address of NATS, such as 'nats://nats:4222'
 */
export async function connectEvents(servers) {
  const connection = await connect({
    servers,
    name: 'memory-core',
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
  });
  let connected = true;
  (async () => {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') connected = false;
      if (type === 'reconnect') connected = true;
    }
  })();
  return {
    /**
     * @param {string} subject
     * @param {object} event
     */
    publish: (subject, event) => connection.publish(subject, JSON.stringify(event)),
    ready: async () => {
      if (!connected) throw new Error('not connected to NATS');
    },
    close: () => connection.drain(),
  };
}
