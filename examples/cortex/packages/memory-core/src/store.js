/**
 * @typedef {{ id: string, text: string, tags: string[], createdAt: string }} Memory
 * @typedef {{
 *   save(memory: Memory): Promise<void>,
 *   get(id: string): Promise<Memory | undefined>,
 *   find(query: string, limit: number): Promise<Memory[]>,
 *   remove(id: string): Promise<boolean>,
 *   ready(): Promise<void>,
 * }} Store
 */

const BY_TIME = 'memories:by-time';
/** @param {string} id */
const memoryKey = (id) => `memory:${id}`;
/** @param {string} word */
const wordKey = (word) => `word:${word}`;

/**
 * The distinct words of a text, in lower case: what a memory is found by.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function words(text) {
  return [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])];
}

/**
 * Memories in Redis: one JSON string per memory, one sorted set by time, one set of ids per word.
 *
 * @implements {Store}
 */
export class RedisStore {
  #redis;

  /** @param {import('@redis/client').RedisClientType<{}, {}, {}, 3, {}>} redis a connected client */
  constructor(redis) {
    this.#redis = redis;
  }

  /** @param {Memory} memory */
  async save(memory) {
    const batch = this.#redis.multi();
    batch.set(memoryKey(memory.id), JSON.stringify(memory));
    batch.zAdd(BY_TIME, { score: Date.parse(memory.createdAt), value: memory.id });
    for (const word of indexed(memory)) batch.sAdd(wordKey(word), memory.id);
    await batch.exec();
  }

  /** @param {string} id */
  async get(id) {
    const found = await this.#redis.get(memoryKey(id));
    return found === null ? undefined : JSON.parse(found);
  }

  /**
   * @param {string} query
   * @param {number} limit
   */
  async find(query, limit) {
    const wanted = words(query);
    const ids = wanted.length === 0
      ? await this.#redis.zRange(BY_TIME, 0, limit - 1, { REV: true })
      : await this.#redis.sInter(wanted.map(wordKey));
    if (ids.length === 0) return [];
    const found = await this.#redis.mGet(ids.map(memoryKey));
    return newestFirst(found.flatMap((json) => (json === null ? [] : [JSON.parse(json)]))).slice(0, limit);
  }

  /** @param {string} id */
  async remove(id) {
    const memory = await this.get(id);
    if (memory === undefined) return false;
    const batch = this.#redis.multi();
    batch.del(memoryKey(id));
    batch.zRem(BY_TIME, id);
    for (const word of indexed(memory)) batch.sRem(wordKey(word), id);
    await batch.exec();
    return true;
  }

  async ready() {
    await this.#redis.ping();
  }
}

/** @param {Memory} memory */
const indexed = (memory) => words([memory.text, ...memory.tags].join(' '));

/** @param {Memory[]} memories */
const newestFirst = (memories) => memories.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
