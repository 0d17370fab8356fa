/**
 * @typedef {{ id: string, text: string, tags: string[], createdAt: string }} Memory
 * `createdAt` is an ISO 8601 instant in UTC.
 */

/** A request that memory-core refused, or could not be asked; `status` is the HTTP status to pass on. */
export class MemoryCoreError extends Error {
  /**
   * @param {number} status
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(status, message, options) {
    super(message, options);
    this.name = 'MemoryCoreError';
    this.status = status;
  }
}

/** Client of memory-core's HTTP interface. Every method rejects with a MemoryCoreError. */
export class MemoryCore {
  #base;
  #timeout;

  /**
   * @param {string} base address of memory-core, such as 'http://memory-core:8080'
   * @param {{ timeout?: number }} [options] `timeout` of one request, in milliseconds
   */
  constructor(base, { timeout = 5000 } = {}) {
    this.#base = base;
    this.#timeout = timeout;
  }

  /**
   * @param {{ text: string, tags?: string[] }} memory
   * @returns {Promise<Memory>}
   */
  store(memory) {
    return this.#ask('POST', '/memories', memory);
  }

  /**
   * The newest memories that hold every word of the query; without a query, the newest of all.
   *
   * @param {{ query?: string, limit?: number }} [search]
   * @returns {Promise<Memory[]>}
   */
  async find({ query, limit } = {}) {
    const search = new URLSearchParams();
    if (query !== undefined) search.set('query', query);
    if (limit !== undefined) search.set('limit', String(limit));
    const { memories } = await this.#ask('GET', `/memories?${search}`);
    return memories;
  }

  /**
   * @param {string} id
   * @returns {Promise<Memory>}
   */
  get(id) {
    return this.#ask('GET', `/memories/${encodeURIComponent(id)}`);
  }

  /**
   * @param {string} id
   * @returns {Promise<void>}
   */
  async forget(id) {
    await this.#ask('DELETE', `/memories/${encodeURIComponent(id)}`);
  }

  /** Resolves when memory-core and what it stands on are ready. */
  async ready() {
    await this.#ask('GET', '/healthz');
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  async #ask(method, path, body) {
    const response = await this.#send(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new MemoryCoreError(response.status, reason(text, response));
    return text === '' ? undefined : JSON.parse(text);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} body
   */
  async #send(method, path, body) {
    try {
      return await fetch(new URL(path, this.#base), {
        method,
        headers: body === undefined ? {} : { 'content-type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(this.#timeout),
      });
    } catch (cause) {
      throw new MemoryCoreError(502, `memory-core does not answer at '${this.#base}'`, { cause });
    }
  }
}

/**
 * @param {string} body
 * @param {Response} response
 * @returns {string}
 */
function reason(body, response) {
  try {
    return JSON.parse(body).message ?? response.statusText;
  } catch {
    return response.statusText;
  }
}
