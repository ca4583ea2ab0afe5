import { Metrics } from './metrics.js';

describe('Metrics', () => {
  it('gives the same metric to everyone who asks for a name', async () => {
    const metrics = new Metrics();
    const labels = { outcome: [] };
    metrics.counter('calls_total', 'Calls', labels).inc({ outcome: 'completed' });
    metrics.counter('calls_total', 'Calls', labels).inc({ outcome: 'completed' });
    expect(await metrics.registry.metrics()).toContain(
      'voiceplate_calls_total{outcome="completed"} 2',
    );
  });

  it('has a counter at 0 for every value of its labels before the first event', async () => {
    const metrics = new Metrics();
    metrics.counter('calls_total', 'Calls', { outcome: ['lost', 'done'], way: ['in', 'out'] });
    metrics.counter('faults_total', 'Faults');
    const text = await metrics.registry.metrics();
    for (const outcome of ['lost', 'done']) {
      for (const way of ['in', 'out']) {
        expect(text).toContain(`voiceplate_calls_total{outcome="${outcome}",way="${way}"} 0`);
      }
    }
    expect(text).toContain('voiceplate_faults_total 0');
  });

  it('keeps each application apart', async () => {
    const [one, other] = [new Metrics(), new Metrics()];
    one.gauge('calls_active', 'Calls').set(3);
    other.gauge('calls_active', 'Calls').set(4);
    expect(await one.registry.metrics()).toContain('voiceplate_calls_active 3');
    expect(await other.registry.metrics()).toContain('voiceplate_calls_active 4');
  });

  it('uses the buckets it is given', async () => {
    const metrics = new Metrics();
    metrics.histogram('response_seconds', 'Response', [0.5, 1]).observe(0.7);
    const text = await metrics.registry.metrics();
    expect(text).toContain('voiceplate_response_seconds_bucket{le="0.5"} 0');
    expect(text).toContain('voiceplate_response_seconds_bucket{le="1"} 1');
  });

  it('has a histogram at 0 for every value of its labels before the first event', async () => {
    const metrics = new Metrics();
    metrics.histogram('tool_seconds', 'Tools', [1], { tool: ['add', 'view'] });
    const text = await metrics.registry.metrics();
    expect(text).toContain('voiceplate_tool_seconds_bucket{le="+Inf",tool="add"} 0');
    expect(text).toContain('voiceplate_tool_seconds_count{tool="view"} 0');
  });

  it('refuses a name that another type of metric has', () => {
    const metrics = new Metrics();
    metrics.counter('calls', 'Calls');
    expect(() => metrics.gauge('calls', 'Calls')).toThrow(TypeError);
  });
});
