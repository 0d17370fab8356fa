import { connect } from '@nats-io/transport-node';

/**
 * Follows the changes that memory-core announces as `memory.KIND` on NATS. Waits for the server at start and
 * reconnects for as long as the service lives.
 *
 * @param {string} servers address of NATS, such as 'nats://nats:4222'
 * @param {(kind: string) => void} onChange
 */
export async function followChanges(servers, onChange) {
  const connection = await connect({
    servers,
    name: 'memory-rest-api',
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
  });
  connection.subscribe('memory.*', {
    callback: (error, message) => {
      if (!error) onChange(message.subject.slice('memory.'.length));
    },
  });
  return { close: () => connection.drain() };
}
