import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What happened to a memory, as memory-core announces it. */
export const CHANGES = ['stored', 'forgotten'];

/** Gauges of prom-client with a counter's suffix; `nodejs_active_handles` and its like hold the same values. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/** The metrics of this service. Label values are bounded: routes are patterns, never addresses. */
export class Metrics {
  #registry = new Registry();
  #requests = new Counter({
    name: 'cortex_http_requests_total',
    help: 'HTTP requests answered, by method, route pattern and status code.',
    labelNames: ['method', 'route', 'status'],
    registers: [this.#registry],
  });
  #duration = new Histogram({
    name: 'cortex_http_request_duration_seconds',
    help: 'Time from the request to the end of the answer, in seconds.',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [this.#registry],
  });
  #changes = new Counter({
    name: 'cortex_memory_changes_total',
    help: 'Changes of memories announced by memory-core, by kind.',
    labelNames: ['change'],
    registers: [this.#registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
    for (const name of MISNAMED) this.#registry.removeSingleMetric(name);
    for (const change of CHANGES) this.#changes.inc({ change }, 0);
  }

  /**
   * @param {string} method
   * @param {string} route
   * @param {number} status
   * @param {number} seconds
   */
  answered(method, route, status, seconds) {
    this.#requests.inc({ method, route, status });
    this.#duration.observe({ method, route }, seconds);
  }

  /** @param {string} change one of CHANGES; anything else is not counted */
  changed(change) {
    if (CHANGES.includes(change)) this.#changes.inc({ change });
  }

  get contentType() {
    return this.#registry.contentType;
  }

  text() {
    return this.#registry.metrics();
  }
}
