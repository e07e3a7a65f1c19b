/** What the service counts and times, in the form that Prometheus reads. */
import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

@Injectable()
export class Metrics {
  /** A registry of its own: several applications can live in one process. */
  readonly registry = new Registry();

  private readonly requests = new Histogram({
    name: 'packetpath_http_request_duration_seconds',
    help: 'Duration of HTTP requests by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2, 10],
    registers: [this.registry],
  });

  private readonly traces = new Counter({
    name: 'packetpath_traces_total',
    help: 'Traces answered, by verdict.',
    labelNames: ['verdict'],
    registers: [this.registry],
  });

  private readonly uploads = new Counter({
    name: 'packetpath_snapshots_ingested_total',
    help: 'Snapshots taken in.',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Times every request of an application. */
  watch(instance: FastifyInstance): void {
    instance.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'none';
      this.requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
      done();
    });
  }

  /** Counts an answered trace. */
  traced(verdict: string): void {
    this.traces.inc({ verdict });
  }

  /** Counts a snapshot that was new. */
  ingested(): void {
    this.uploads.inc();
  }
}
